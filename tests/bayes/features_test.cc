#include "bayes/features.h"

#include <map>
#include <set>

#include "base/hash.h"
#include "gmock/gmock.h"
#include "tests/bayes/sample.h"

namespace crible {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Tokens(const Sample& sample, FeatureKind kind,
                                const WordSet* article = nullptr) {
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), article, &features);
  std::vector<std::string> tokens;
  for (const Feature& feature : features.list) {
    if (feature.kind == kind) {
      tokens.push_back(FeatureText(feature, features, sample.text()));
    }
  }
  return tokens;
}

TEST(Features, ReadsWordsAndPairsFolded) {
  const Sample sample("Prêt RAPIDE, prêt rapide !");
  EXPECT_THAT(Tokens(sample, FeatureKind::kWord),
              ElementsAre("pret", "rapide"));
  EXPECT_THAT(Tokens(sample, FeatureKind::kPair),
              ElementsAre("pret rapide", "rapide pret"));
}

TEST(Features, ReadsRunsOfThreeToFiveCharactersWithBoundaries) {
  const Sample sample("prêt");
  EXPECT_THAT(Tokens(sample, FeatureKind::kCharacters),
              UnorderedElementsAre("_pr", "_pre", "_pret", "pre", "pret",
                                   "pret_", "ret", "ret_", "et_"));
}

TEST(Features, ReadsClassesOfWordsAndWhichFollowsSoon) {
  const auto french = Tokens(Sample("Allez voir ma chaîne https://a.test"),
                             FeatureKind::kShape);
  const auto english =
      Tokens(Sample("Just check out my channel"), FeatureKind::kShape);
  for (const char* token : {"class:see", "class:me", "class:page",
                            "classes:see+page", "classes:me+page"}) {
    EXPECT_THAT(french, Contains(token));
    EXPECT_THAT(english, Contains(token));
  }
  EXPECT_THAT(french, Contains("classes:page+link"));
  EXPECT_THAT(french, Not(Contains("classes:page+see")));
  // Five items further nothing belongs together any more.
  const auto far = Tokens(Sample("see the old red brick houses near my page"),
                          FeatureKind::kShape);
  EXPECT_THAT(far, Contains("classes:me+page"));
  EXPECT_THAT(far, Not(Contains("classes:see+page")));
}

TEST(Features, ClassesOfTheArticlesWordsAreNoEvidence) {
  WordSet article;
  article.Insert(HashWord("bitcoin"));
  EXPECT_THAT(Tokens(Sample("le bitcoin baisse"), FeatureKind::kShape),
              Contains("class:crypto"));
  EXPECT_THAT(
      Tokens(Sample("le bitcoin baisse"), FeatureKind::kShape, &article),
      Not(Contains("class:crypto")));
}

TEST(Features, WhoIsNamedIsNoEvidence) {
  const std::vector<std::vector<std::string>> kSame = {
      {"I hate women in this town", "I hate muslims in this town",
       "I hate black people in this town", "I hate trans women in this town"},
      {"ces femmes sont partout ici", "ces noirs sont partout ici",
       "ces musulmanes sont partout ici",
       "ces personnes handicapées sont partout ici"}};
  for (const auto& sentences : kSame) {
    for (const FeatureKind kind :
         {FeatureKind::kWord, FeatureKind::kPair, FeatureKind::kCharacters}) {
      const auto want = Tokens(Sample(sentences[0]), kind);
      for (const std::string& sentence : sentences) {
        EXPECT_EQ(Tokens(Sample(sentence), kind), want) << sentence;
      }
    }
  }
  EXPECT_THAT(Tokens(Sample("I hate women in this town"), FeatureKind::kPair),
              ElementsAre("i hate", "hate <group>", "<group> in", "in this",
                          "this town"));
  // People of no group are a word.
  EXPECT_THAT(Tokens(Sample("people people vote"), FeatureKind::kWord),
              ElementsAre("people", "vote"));
}

TEST(Features, CutsRunsBetweenCharactersNotBytes) {
  const Sample sample("мир");
  EXPECT_THAT(
      Tokens(sample, FeatureKind::kCharacters),
      UnorderedElementsAre("_ми", "_мир", "_мир_", "мир", "мир_", "ир_"));
}

TEST(Features, NamesNumbersLinksContactsAndUsersOnlyByKind) {
  const Sample sample(
      "@jeannot gagnez 500 euros sur https://casino.test/a ou ecrivez a "
      "paul@exemple.test vite");
  const auto pairs = Tokens(sample, FeatureKind::kPair);
  EXPECT_THAT(
      pairs, IsSupersetOf({"<name> gagnez", "gagnez <number>", "<number> euros",
                           "sur <link>", "<link> ou", "<contact> vite"}));
  for (const FeatureKind kind :
       {FeatureKind::kWord, FeatureKind::kPair, FeatureKind::kCharacters,
        FeatureKind::kShape}) {
    for (const std::string& token : Tokens(sample, kind)) {
      EXPECT_TRUE(IsModelToken(GroupOf(kind), token)) << token;
      for (const char* secret :
           {"jeannot", "casino", "paul", "exemple", "500"}) {
        EXPECT_EQ(token.find(secret), std::string::npos) << token;
      }
    }
  }
}

TEST(Features, WordsOfTheArticleAreNoEvidence) {
  const Sample sample("Tesla offre une belle voiture");
  WordSet article;
  for (const char* word : {"tesla", "voiture", "une"}) {
    article.Insert(HashWord(word));
  }
  EXPECT_THAT(Tokens(sample, FeatureKind::kWord, &article),
              ElementsAre("offre", "belle"));
  EXPECT_THAT(Tokens(sample, FeatureKind::kCharacters, &article),
              Not(Contains("tesla")));
  EXPECT_THAT(
      Tokens(sample, FeatureKind::kPair, &article),
      ElementsAre("tesla offre", "offre une", "une belle", "belle voiture"));
  const Sample both("une voiture 12");
  EXPECT_THAT(Tokens(both, FeatureKind::kPair, &article), ElementsAre());
}

TEST(Features, CountsRepeatsButListsOnce) {
  const Sample sample("buy buy buy now");
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &features);
  std::map<std::string, int> occurrences;
  std::set<uint64_t> hashes;
  for (const Feature& feature : features.list) {
    EXPECT_TRUE(hashes.insert(feature.hash).second);
    occurrences[FeatureText(feature, features, sample.text())] =
        feature.occurrences;
  }
  EXPECT_EQ(occurrences["buy"], 3);
  EXPECT_EQ(occurrences["buy buy"], 2);
  EXPECT_EQ(occurrences["now"], 1);
}

// The model's file and the text must agree on what a token's hash is.
TEST(Features, HashOfTheTextIsTheHashOfTheFeature) {
  const Sample sample(
      "Merci ! Ça alors, l'été 2024 à Noël : https://t.co/x мир v1agra "
      "exceptionnellement @toto +33 6 39 98 14 27");
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &features);
  ASSERT_GT(features.list.size(), 100u);
  for (const Feature& feature : features.list) {
    const std::string token = FeatureText(feature, features, sample.text());
    EXPECT_EQ(FeatureHash(GroupOf(feature.kind), token), feature.hash) << token;
  }
}

TEST(Features, SpansLieInTheSource) {
  const Sample sample("Un prêt à 3 %");
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &features);
  std::map<std::string, std::string> covered;
  for (const Feature& feature : features.list) {
    const Span span = FeatureSpan(feature, features, sample.text());
    ASSERT_LE(span.begin, span.end);
    ASSERT_LE(span.end, sample.body().size());
    covered[FeatureText(feature, features, sample.text())] =
        sample.body().substr(span.begin, span.end - span.begin);
  }
  EXPECT_EQ(covered["pret"], "prêt");
  EXPECT_EQ(covered["un pret"], "Un prêt");
  EXPECT_EQ(covered["a <number>"], "à 3");
  EXPECT_EQ(covered["_pre"], "prê");
  EXPECT_EQ(covered["et_"], "êt");
  EXPECT_EQ(covered["links:none"], "");
}

// Runs depend on their word's letters alone: looked up apart they are the same.
TEST(Features, TokensAndRunsApartAreAllFeatures) {
  const Sample sample("Bonjour bonjour, le c0nnard déjà vu bon @jean 12 fois");
  FeatureSet whole, tokens;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &whole);
  ExtractTokens(sample.text(), sample.signals(), nullptr, &tokens);
  std::set<uint64_t> wanted, found;
  for (const Feature& feature : whole.list) wanted.insert(feature.hash);
  std::vector<Feature> runs;
  for (const Feature& feature : tokens.list) {
    EXPECT_TRUE(found.insert(feature.hash).second);
    if (feature.kind != FeatureKind::kWord) continue;
    const FeatureItem& item = tokens.items[feature.at];
    AppendRuns(sample.text().Read(sample.text().words()[item.word]), feature.at,
               &runs);
  }
  EXPECT_LT(found.size(), wanted.size());
  for (const Feature& run : runs) found.insert(run.hash);
  EXPECT_EQ(found, wanted);
}

TEST(Features, LongTextsAreCutAtTheLimits) {
  std::string body;
  for (int i = 0; i < 40000; ++i) {
    body += static_cast<char>('a' + i % 26);
    body += static_cast<char>('a' + i / 26 % 26);
    body += static_cast<char>('a' + i / 676 % 26);
    body += " x";
    body += static_cast<char>('a' + i % 7);
    body += ' ';
  }
  const Sample sample(body);
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &features);
  EXPECT_LE(features.items.size(), kFeatureItemsMax + 2);
  EXPECT_LE(features.list.size(), kFeaturesMax + 200);
  EXPECT_THAT(Tokens(sample, FeatureKind::kShape), Contains("length:endless"));
}

TEST(Features, OverlongWordsAreNoToken) {
  const Sample sample("mot " + std::string(kFeatureWordBytesMax + 1, 'q') +
                      " mot");
  EXPECT_THAT(Tokens(sample, FeatureKind::kWord), ElementsAre("mot"));
  EXPECT_THAT(Tokens(sample, FeatureKind::kPair), ElementsAre());
}

TEST(Features, EmptyTextHasOnlyShape) {
  const Sample sample("");
  EXPECT_THAT(Tokens(sample, FeatureKind::kWord), ElementsAre());
  EXPECT_THAT(Tokens(sample, FeatureKind::kShape), Contains("end:empty"));
}

}  // namespace
}  // namespace crible
