#include "text/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

struct PrefixCase {
  const char* name;
  std::string bytes;
  size_t want;
};

TEST(Utf8Test, ValidPrefix) {
  const PrefixCase kCases[] = {
      {"empty", "", 0},
      {"ascii of more than a word", "abcdefghijklmnop", 16},
      {"two, three, four bytes", "é€😀", 9},
      {"highest", "\xF4\x8F\xBF\xBF", 4},
      {"above the highest", "\xF4\x90\x80\x80", 0},
      {"surrogate", "a\xED\xA0\x80", 1},
      {"before the surrogates", "\xED\x9F\xBF", 3},
      {"overlong of two", "\xC0\xAF", 0},
      {"overlong of three", "\xE0\x9F\xBF", 0},
      {"overlong of four", "\xF0\x8F\xBF\xBF", 0},
      {"lone continuation", "abc\x80", 3},
      {"cut", "abcdefghé\xE2\x82", 10},
      {"never a lead", "\xFE", 0},
      {"lead before ascii", "\xC3(", 0},
      {"NUL is well", std::string("a\0b", 3), 3},
  };
  for (const PrefixCase& c : kCases) {
    EXPECT_EQ(ValidUtf8Prefix(c.bytes), c.want) << c.name;
    EXPECT_EQ(IsValidUtf8(c.bytes), c.want == c.bytes.size()) << c.name;
  }
}

// Every scalar value, encoded, is valid and decodes to itself both ways.
TEST(Utf8Test, EveryCodePointRoundTrips) {
  for (char32_t point = 0; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point < 0xE000) continue;
    std::string bytes;
    AppendUtf8(point, &bytes);
    ASSERT_TRUE(IsValidUtf8(bytes)) << uint32_t{point};
    ASSERT_EQ(DecodeUtf8(bytes, 0).value, point);
    ASSERT_EQ(DecodeUtf8(bytes, 0).size, bytes.size());
    ASSERT_EQ(DecodeUtf8Before("x" + bytes, 1 + bytes.size()).value, point);
  }
}

TEST(Utf8Test, DecodingStaysInside) {
  EXPECT_EQ(DecodeUtf8("\xE2\x82", 0).value, 0xFFFDu);
  EXPECT_EQ(DecodeUtf8("\xE2\x82", 0).size, 1u);
  EXPECT_EQ(DecodeUtf8Before("\x80\x80\x80\x80\x80", 5).size, 1u);
}

}  // namespace
}  // namespace crible
