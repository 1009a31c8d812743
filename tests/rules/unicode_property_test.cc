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

TEST(UnicodePropertyTest, IsMadeOnce) {
  EXPECT_EQ(&UnicodeProperty("\\pL"), &UnicodeProperty("\\pL"));
}

}  // namespace
}  // namespace crible
