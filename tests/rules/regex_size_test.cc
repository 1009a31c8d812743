#include "rules/regex_size.h"

#include <gtest/gtest.h>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/random_patterns.h"

namespace crible {
namespace {

TEST(RegexSizeTest, IsNotBelowThatOfReTwo) {
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i) {
    const std::string pattern = RandomPattern(&random);
    const auto node = ParseRegex(pattern);
    if (!node) continue;
    const RE2 re(pattern, PatternOptions());
    EXPECT_GE(RegexSize(*node) + 10, re.ProgramSize()) << pattern;
  }
}

TEST(RegexSizeTest, CountsWithinCountsMultiply) {
  EXPECT_EQ(RegexWeight(*ParseRegex("(a{3}b{2}){5}")), 15);
  EXPECT_EQ(RegexWeight(*ParseRegex("a+b?c")), 1);
}

TEST(RegexSizeTest, CanBeEmpty) {
  for (const char* pattern :
       {"", "a*", "a?b{0}", "\\b", "a|", "(a|b*)c?", "^"}) {
    EXPECT_TRUE(CanBeEmpty(*ParseRegex(pattern))) << pattern;
  }
  for (const char* pattern : {"a", "a*b", "a|b", "\\bx", "[ab]+", "(a?b)+"}) {
    EXPECT_FALSE(CanBeEmpty(*ParseRegex(pattern))) << pattern;
  }
}

}  // namespace
}  // namespace crible
