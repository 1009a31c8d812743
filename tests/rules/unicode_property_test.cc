#include "rules/unicode_property.h"

#include <gtest/gtest.h>

#include <string>

#include "re2/re2.h"
#include "text/utf8.h"

namespace crible {
namespace {

TEST(UnicodePropertyTest, AgreesWithReTwo) {
  for (const std::string name : {"\\pL", "\\p{Lu}", "\\PN", "\\p{Greek}"}) {
    const CharSet& set = UnicodeProperty(name);
    const RE2 re("^" + name + "$");
    for (char32_t c = 1; c < 0x110000; c += c < 0x800 ? 1 : 37) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      std::string text;
      AppendUtf8(c, &text);
      ASSERT_EQ(set.Contains(c), RE2::FullMatch(text, re))
          << name << " " << uint32_t{c};
    }
  }
}

TEST(UnicodePropertyTest, AgreesWithReTwoWithoutCase) {
  for (const std::string name : {"\\pL", "\\p{Lu}", "\\P{Ll}"}) {
    const CharSet& set = UnicodeProperty(name, true);
    const RE2 re("(?i)^" + name + "$");
    for (char32_t c = 1; c < 0x110000; c += c < 0x800 ? 1 : 37) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      std::string text;
      AppendUtf8(c, &text);
      ASSERT_EQ(set.Contains(c), RE2::FullMatch(text, re))
          << name << " " << uint32_t{c};
    }
  }
}

// All cases that RE2 knows of a Latin letter, wherever they stand.
TEST(UnicodePropertyTest, CasesOfLatinLetters) {
  CharSet all;
  for (char32_t c = 0xC0; c < 0x180; ++c) {
    const CharSet* const cases = FoldedCharacter(c);
    ASSERT_NE(cases, nullptr);
    for (const auto& [first, last] : cases->ranges()) all.Add(first, last);
  }
  all.Finish(false);
  const RE2 re("(?i)[\\x{c0}-\\x{17f}]");
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    ASSERT_EQ(all.Contains(c), RE2::FullMatch(text, re)) << uint32_t{c};
  }
  EXPECT_TRUE(FoldedCharacter(0xE9)->Contains(0xC9));
  EXPECT_FALSE(FoldedCharacter(0xE9)->Contains('e'));
  EXPECT_EQ(FoldedCharacter(0x3B1), nullptr);
}

TEST(UnicodePropertyTest, IsMadeOnce) {
  EXPECT_EQ(&UnicodeProperty("\\pL"), &UnicodeProperty("\\pL"));
}

}  // namespace
}  // namespace crible
