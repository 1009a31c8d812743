#include "rules/regex_syntax.h"

#include <gtest/gtest.h>

#include "re2/re2.h"
#include "rules/random_patterns.h"

namespace crible {
namespace {

bool ReAccepts(const std::string& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  return RE2(pattern, options).ok();
}

TEST(RegexSyntaxTest, ReadsWhatRulesUse) {
  for (const char* pattern : {"viagra",
                              "\\b(tu es|t\\W?es|vous etes)\\b",
                              "[^.!?]{0,36}",
                              "(\\w+ )*",
                              "(?i)abc",
                              "(?i:a)b",
                              "(?i)a(?-i)b",
                              "(?i)a(?s-i:b)c",
                              "(?s).",
                              "(?P<name>a)",
                              "[]a]",
                              "[a-]",
                              "[-a]",
                              "[\\w-]",
                              "\\x27\\x{1F600}",
                              "\\p{Lu}\\pL+",
                              "a||b",
                              "()",
                              "",
                              "a{0}",
                              "[\\d .,]*",
                              "(a*)*",
                              "\\$\\.\\[",
                              "x{2,}?"}) {
    EXPECT_TRUE(ParseRegex(pattern)) << pattern;
    EXPECT_TRUE(ReAccepts(pattern)) << pattern;
  }
}

// What RE2 refuses, and what is left to it.
TEST(RegexSyntaxTest, RefusesTheRest) {
  for (const char* pattern : {"(",
                              ")",
                              "a)",
                              "[a",
                              "[z-a]",
                              "*a",
                              "a**",
                              "a{2}{3}",
                              "\\",
                              "\\1",
                              "(?=a)",
                              "(?<a>b)",
                              "a{3,2}",
                              "a{1001}",
                              "(a{100}){100}",
                              "\\q",
                              "[[:x:]]",
                              "(?P<n>a)(?P<n>b)",
                              "[]",
                              "\\p{Nothing}",
                              "\\x{110000}",
                              "\\xg1",
                              "(?)",
                              "(?-)",
                              "(?-:a)",
                              "(?i-:a)",
                              "(?i--s:a)",
                              "\xff",
                              "|*",
                              "(?i",
                              "(a",
                              "[a-\\d]",
                              "\\pL{900}"}) {
    EXPECT_FALSE(ParseRegex(pattern)) << pattern;
  }
  std::string deep;
  for (int i = 0; i < 2 * kRegexDepthMax; ++i) deep = "(" + deep + "a)";
  EXPECT_FALSE(ParseRegex(deep));
}

// What is read, RE2 compiles, in the memory that it is given.
TEST(RegexSyntaxTest, ReadsNothingThatReTwoRefuses) {
  std::mt19937 random(3);
  const std::string signs = "ab(|)[]{}*+?.^$\\-,0123wdsSbBpLiPx<>:";
  size_t read = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string pattern = RandomPattern(&random, 2);
    for (int edits = i % 3; edits > 0 && !pattern.empty(); --edits) {
      pattern[random() % pattern.size()] = signs[random() % signs.size()];
    }
    if (!ParseRegex(pattern)) continue;
    ++read;
    EXPECT_TRUE(ReAccepts(pattern)) << pattern;
  }
  EXPECT_GT(read, 15000u);
}

}  // namespace
}  // namespace crible
