#include "rules/word_rarity.h"

#include <gtest/gtest.h>

namespace crible {
namespace {

TEST(WordRarityTest, CommonWordsAreMoreCommonThanRareOnes) {
  EXPECT_GT(WordRate("de"), 0.1);
  EXPECT_GT(WordRate("the"), 0.1);
  EXPECT_GT(WordRate("gratuit"), WordRate("viagra"));
  EXPECT_LT(WordRate("xylophone"), 0.001);
  EXPECT_GT(WordRate("zq"), WordRate("zqzqzq"));
}

TEST(WordRarityTest, ABeginningIsAsCommonAsItsWords) {
  EXPECT_GE(PrefixRate("comm"), WordRate("comme") + WordRate("comment"));
  EXPECT_GE(PrefixRate("com"), PrefixRate("comm"));
  EXPECT_LE(PrefixRate(""), 1);
  EXPECT_GE(PartRate("comm"), PrefixRate("comm"));
  EXPECT_GT(SignRate('"'), SignRate(0x20AC));
}

}  // namespace
}  // namespace crible
