#include "rules/regex_count.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

TEST(RegexCountTest, FullStops) {
  EXPECT_EQ(StopsOf(*ParseRegex("a\\.b\\.")), 2u);
  EXPECT_EQ(StopsOf(*ParseRegex("(\\.a){3,}|\\.\\.x")), 2u);
  EXPECT_EQ(StopsOf(*ParseRegex("(\\.a)*|\\.x")), 0u);
  EXPECT_EQ(StopsOf(*ParseRegex(".")), 0u);
}

TEST(RegexCountTest, Digits) {
  EXPECT_EQ(DigitsOf(*ParseRegex("0[1-9](\\W?\\d\\d){4}")), 10u);
  EXPECT_EQ(DigitsOf(*ParseRegex("\\d{3,}|1a2")), 2u);
  EXPECT_EQ(DigitsOf(*ParseRegex("\\d*|7")), 0u);
  EXPECT_EQ(DigitsOf(*ParseRegex("[0-9a]")), 0u);
}

}  // namespace
}  // namespace crible
