#include "rules/literal_scanner.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace crible {
namespace {

std::set<uint32_t> Scan(const LiteralScanner& scanner, std::string_view text) {
  std::set<uint32_t> found;
  scanner.Scan(text, [&found](uint32_t i) { return found.insert(i).second; });
  return found;
}

TEST(LiteralScannerTest, Table) {
  const std::vector<std::string> kLiterals = {"she", "he",    "hers", "his",
                                              "you", "idiot", "été"};
  LiteralScanner scanner;
  scanner.Build(kLiterals);
  const struct {
    const char* text;
    std::set<uint32_t> want;
  } kCases[] = {
      {"", {}},
      {"h", {}},
      {"ushers", {0, 1, 2}},
      {"shis", {3}},
      {"YOU IDIOT", {4, 5}},
      {"un été", {6}},
      {"un \xC3", {}},
      {"idioidiot", {5}},
      {"he", {1}},
  };
  for (const auto& c : kCases) EXPECT_EQ(Scan(scanner, c.text), c.want);
}

TEST(LiteralScannerTest, WithoutLiteralsFindsNothing) {
  LiteralScanner scanner;
  scanner.Build({});
  EXPECT_TRUE(Scan(scanner, "anything").empty());
}

// Few letters, so that literals are prefixes, suffixes and parts of others; the
// shortest literal decides how the filter is made.
TEST(LiteralScannerTest, AgreesWithFind) {
  std::mt19937 random(1);
  const auto make = [&random](size_t length) {
    std::string s;
    while (s.size() < length) s += "abc\xC3 "[random() % 5];
    return s;
  };
  for (int round = 0; round < 400; ++round) {
    const size_t shortest = 1 + random() % 5;
    std::set<std::string> literals;
    for (size_t n = 1 + random() % 40; n > 0; --n) {
      literals.insert(make(shortest + random() % 6));
    }
    const std::vector<std::string> list(literals.begin(), literals.end());
    LiteralScanner scanner;
    scanner.Build(list);
    for (int t = 0; t < 5; ++t) {
      // Longer than a block now and then.
      const std::string text = make(t == 0 ? 700 : random() % 40);
      std::set<uint32_t> want;
      for (uint32_t i = 0; i < list.size(); ++i) {
        if (text.find(list[i]) != std::string::npos) want.insert(i);
      }
      ASSERT_EQ(Scan(scanner, text), want) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace crible
