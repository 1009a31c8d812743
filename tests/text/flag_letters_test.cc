#include "text/flag_letters.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(FlagLettersTest, ARowIsFlagsIfEachPairIsOne) {
  const struct {
    const char* row;
    bool flags;
  } kCases[] = {
      {"🇫🇷", true},      {"🇫🇷🇧🇪🇨🇭", true}, {"🇫", false},   {"🇫🇷🇧", false},
      {"🇻🇮🇦🇬🇷🇦", false}, {"🇿🇿", false},    {"🇫🇷 🇧", true},  // ends at the space
  };
  for (const auto& c : kCases) {
    const FlagRow row = FlagRowAt(c.row, 0);
    EXPECT_EQ(row.flags, c.flags) << c.row;
    const std::string text = c.row;
    EXPECT_EQ(row.end, std::min(text.find(' '), text.size())) << c.row;
  }
  EXPECT_EQ(FlagRowAt("no", 0).end, 0u);
  EXPECT_EQ(FlagLetterInfo(U'🇿').fold, uint32_t{'z'});
}

}  // namespace
}  // namespace crible
