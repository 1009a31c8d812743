#include "rules/regex_shape.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

// "|tu es| + ~con": pieces, texts between commas; | an edge, * word characters,
// # digits, ~ anything, 1 one word character.
std::string Shape(const std::string& pattern) {
  std::string out;
  for (const ShapeTexts& piece : ShapeOf(*ParseRegex(pattern))) {
    if (!out.empty()) out += " + ";
    for (size_t i = 0; i < piece.size(); ++i) {
      out += i > 0 ? "," : "";
      for (const char c : piece[i]) {
        out += c >= 1 && c <= 5 ? "|*#~1"[c - 1] : c;
      }
    }
  }
  return out;
}

TEST(RegexShapeTest, Table) {
  const struct {
    const char* pattern;
    const char* want;
  } kCases[] = {
      {"abc", "abc"},
      {"\\btu es\\b", "|tu es|"},
      {"Gagnez", "gagnez"},
      {"a[bc]d", "abd,acd"},
      {"a\\wd", "a1d"},
      {"a.d", "a1d,a d"},
      {"a\\W?d", "a d,ad"},
      {"a\\d+", "a#"},
      {"a\\d*", "a,a*"},
      {"a\\s+b", "a b"},
      {"[€$]", "$,€"},
      {"ab.{0,9}cd", "ab~ + cd"},
      {"ab\\b.{0,9}\\bcd", "ab|~| + |cd"},
      {"\\b(a|b)\\b", "|a|,|b|"},
      {"(ab)?c", "abc,c"},
      {"(a )*c", "a ~a c,a c,c"},
      {"(a){2}", "aa"},
      {"\\pL", " ,1"},
      {"a|b.*c", "a,b~"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Shape(c.pattern), c.want) << c.pattern;
}

TEST(RegexShapeTest, TooManyTextsAreAnything) {
  std::string options = "a0";
  for (int i = 1; i < 2000; ++i) {
    options += '|';
    options += std::to_string(i);
    options += 'b';
  }
  EXPECT_LT(ShapeOf(*ParseRegex(options))[0].size(), 700u);
}

}  // namespace
}  // namespace crible
