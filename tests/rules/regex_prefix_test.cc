#include "rules/regex_prefix.h"

#include <gtest/gtest.h>

#include <string>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"

namespace crible {
namespace {

std::string Bytes(const ByteSet& set) {
  std::string bytes;
  for (int b = 1; b < 128; ++b) {
    if (set.Has(static_cast<char>(b))) bytes += static_cast<char>(b);
  }
  return bytes;
}

TEST(RegexPrefixTest, Table) {
  const struct {
    const char* pattern;
    bool empty;
    const char *one, *first, *second;
  } kCases[] = {
      {"", true, "", "", ""},
      {"a", false, "a", "", ""},
      {"abc", false, "", "a", "b"},
      {"\\b(la|le|a)", false, "a", "l", "ae"},
      {"a?b", false, "b", "a", "b"},
      {"a?bc", false, "", "ab", "bc"},
      {"[ab][cd]", false, "", "ab", "cd"},
      {"([ab][ -]){4,}", false, "", "ab", " -"},
      {"a*", true, "a", "a", "a"},
      {"a{1,2}b", false, "", "a", "ab"},
      {"(a|)(b|)c", false, "c", "ab", "bc"},
      {"(^|[.] *)tu", false, "", ".t", " tu"},
  };
  for (const auto& c : kCases) {
    const RegexPrefix prefix = PrefixOf(*ParseRegex(c.pattern));
    EXPECT_EQ(prefix.empty, c.empty) << c.pattern;
    EXPECT_EQ(Bytes(prefix.one), c.one) << c.pattern;
    EXPECT_EQ(Bytes(prefix.first), c.first) << c.pattern;
    EXPECT_EQ(Bytes(prefix.second), c.second) << c.pattern;
  }
}

TEST(RegexPrefixTest, EveryMatchBeginsSo) {
  std::mt19937 random(8);
  size_t checked = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const RegexPrefix prefix = PrefixOf(*node);
    const RE2 re(pattern, PatternOptions());
    for (int t = 0; t < 10; ++t) {
      const std::string text = RandomWords(&random);
      re2::StringPiece match;
      if (!re.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1)) continue;
      ++checked;
      const bool fits = match.empty()       ? prefix.empty
                        : match.size() == 1 ? prefix.one.Has(match[0])
                                            : prefix.first.Has(match[0]) &&
                                                  prefix.second.Has(match[1]);
      EXPECT_TRUE(fits) << pattern << "\n" << text;
    }
  }
  EXPECT_GT(checked, 10000u);
}

}  // namespace
}  // namespace crible
