#include "bayes/name_spotter.h"

#include "bayes/sample.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NameSpotterTest, KnowsNamesByTheirCapitals) {
  NameSpotter names;
  for (int i = 0; i < 3; ++i) {
    const Sample sample("Hier le maire a vu Dupont, et Paris aussi");
    names.Note(sample.text(), sample.signals());
  }
  const Sample small("on va a paris, paris, paris");
  names.Note(small.text(),
             small.signals());  // without any capital: no evidence
  WordSet none, paris;
  paris.Insert(HashWord("paris"));
  EXPECT_TRUE(names.IsName("dupont", none));
  EXPECT_TRUE(names.IsName("paris", none));
  EXPECT_FALSE(names.IsName("paris", paris));
  EXPECT_FALSE(names.IsName("maire", none));
  EXPECT_FALSE(names.IsName("hier", none));  // begins a sentence
  EXPECT_FALSE(names.IsName("inconnu", none));
}

TEST(NameSpotterTest, TwiceIsNotEnough) {
  NameSpotter names;
  for (int i = 0; i < 2; ++i) {
    const Sample sample("Hier le maire a vu Dupont");
    names.Note(sample.text(), sample.signals());
  }
  EXPECT_FALSE(names.IsName("dupont", WordSet()));
}

TEST(NameSpotterTest, WordsOfTokens) {
  using enum FeatureGroup;
  EXPECT_THAT(WordsOfToken(kWords, "offre de"), ElementsAre("offre", "de"));
  EXPECT_THAT(WordsOfToken(kCharacters, "_jean_"), ElementsAre("jean"));
  EXPECT_THAT(WordsOfToken(kShape, "first:merci"), ElementsAre("merci"));
  EXPECT_THAT(WordsOfToken(kShape, "links:none"), IsEmpty());
}

}  // namespace
}  // namespace crible
