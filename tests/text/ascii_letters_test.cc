#include "text/ascii_letters.h"

#include <random>
#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Against the obvious loop, byte by byte.
void Check(const std::string& bytes, char before) {
  ASSERT_EQ(bytes.size(), 8u);
  const AsciiLetters letters(bytes.data());
  uint32_t count = 0, uppers = 0;
  bool repeats = false;
  std::string lower;
  while (count < 8 && IsLetter(bytes[count])) {
    const char c = static_cast<char>(bytes[count] | 0x20);
    uppers += c != bytes[count];
    repeats |= c == (count == 0 ? before : lower[count - 1]);
    lower += c;
    ++count;
  }
  ASSERT_EQ(letters.count(), count);
  ASSERT_EQ(letters.uppers(), uppers);
  ASSERT_EQ(letters.Repeats(static_cast<unsigned char>(before)), repeats);
  char out[8];
  letters.Store(out);
  ASSERT_EQ(std::string(out, count), lower);
}

TEST(AsciiLetters, EveryByteInEveryPlace) {
  for (int c = 0; c < 256; ++c) {
    for (size_t at = 0; at < 8; ++at) {
      std::string bytes = "abcDefgh";
      bytes[at] = static_cast<char>(c);
      Check(bytes, 'x');
      Check(bytes, 'a');
      Check(bytes, static_cast<char>(c));
    }
  }
}

TEST(AsciiLetters, AnyBytes) {
  std::mt19937 random(1);
  for (int i = 0; i < 300'000; ++i) {
    std::string bytes(8, ' ');
    for (char& c : bytes) {
      // Mostly few letters, so that they repeat; at times anything.
      c = random() % 10 == 0 ? static_cast<char>(random())
                             : "abAB"[random() % 4];
    }
    Check(bytes, "ab "[random() % 3]);
  }
}

}  // namespace
}  // namespace crible
