#include "rules/regex_program.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

// What many patterns have is kept once.
TEST(RegexProgramTest, ProgramsShareTheirTables) {
  RegexPrograms programs;
  ASSERT_TRUE(
      programs.Add(*ParseRegex("(chat|chien|lapin|souris)[^.!?]{0,9}")));
  const size_t first = programs.memory_bytes();
  for (int i = 0; i < 99; ++i) {
    programs.Add(*ParseRegex("(chat|chien|lapin|souris)[^.!?]{0,9}"));
  }
  EXPECT_LT(programs.memory_bytes(), 100 * first);
}

TEST(RegexProgramTest, LeavesTheUnusualToReTwo) {
  RegexPrograms programs;
  for (const char* pattern : {"(?i)[α-ω]+", "(a*)*b", "(?i)α", "(\\b|a)+"}) {
    EXPECT_FALSE(programs.Add(*ParseRegex(pattern))) << pattern;
  }
  EXPECT_EQ(programs.code_size(), 0u);
}

}  // namespace
}  // namespace crible
