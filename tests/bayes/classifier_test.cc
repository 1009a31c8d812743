#include "bayes/classifier.h"

#include <cmath>

#include "bayes/features.h"
#include "bayes/weights.h"
#include "gmock/gmock.h"
#include "tests/bayes/sample.h"

namespace crible {
namespace {

using ::testing::SizeIs;

std::vector<ModelScore> ScoreOf(const std::vector<Model>& models,
                                const Sample& sample, size_t shares_max,
                                const WordSet* article = nullptr,
                                bool texts = true) {
  const auto classifier = Classifier::Build(models, CategoryTable());
  const ScoredText text{sample.text(), sample.signals(), article};
  ScoreRoom room;
  std::vector<ModelScore> scores;
  classifier->Score(text, &room, &scores);
  for (size_t m = 0; m < scores.size(); ++m) {
    classifier->AddShares(text, m, {.shares_max = shares_max, .texts = texts},
                          &room, &scores[m]);
  }
  return scores;
}

// The formula of bayes/model.h, token by token, without tables.
double SlowLogOdds(const Model& model, const Sample& sample) {
  FeatureSet features;
  ExtractFeatures(sample.text(), sample.signals(), nullptr, &features);
  double sums[3] = {}, known[3] = {};
  for (const Feature& feature : features.list) {
    const std::string token = FeatureText(feature, features, sample.text());
    for (const ModelToken& it : model.tokens) {
      if (it.group != GroupOf(feature.kind) || it.text != token) continue;
      const auto g = static_cast<size_t>(it.group);
      ++known[g];
      sums[g] += (QuantisedWeight(LogRatios(model.Documents())(it.counts),
                                  model.coefficients.innocence_cap) +
                  it.correction) /
                 kWeightUnit;
    }
  }
  const Coefficients& c = model.coefficients;
  double logit =
      c.bias + c.length * std::log(1 + known[0] + known[1] + known[2]);
  for (size_t g = 0; g < 3; ++g) {
    if (known[g] > 0) logit += c.group[g] * sums[g] / std::sqrt(known[g]);
  }
  return c.slope * logit + c.offset;
}

TEST(Classifier, FollowsTheFormula) {
  const Sample sample("Crédit rapide, voir cet article");
  const auto scores = ScoreOf({SmallModel()}, sample, 0);
  ASSERT_THAT(scores, SizeIs(1));
  EXPECT_TRUE(scores[0].trained);
  EXPECT_TRUE(scores[0].enough);
  EXPECT_EQ(scores[0].known_tokens, 3u);  // credit, credit rapide, article
  EXPECT_NEAR(scores[0].log_odds, SlowLogOdds(SmallModel(), sample), 1e-12);
  EXPECT_THAT(scores[0].shares, SizeIs(0));
}

TEST(Classifier, SharesAddUpToTheScore) {
  const Sample sample("Crédit crédit rapide, voir cet article du credit");
  const auto scores = ScoreOf({SmallModel()}, sample, SIZE_MAX);
  ASSERT_THAT(scores, SizeIs(1));
  double sum = scores[0].intercept;
  double before = HUGE_VAL;
  for (const TokenShare& share : scores[0].shares) {
    sum += share.share;
    EXPECT_LE(std::fabs(share.share), before);
    before = std::fabs(share.share);
  }
  EXPECT_NEAR(sum, scores[0].log_odds, 1e-9);
  const TokenShare& strongest = scores[0].shares[0];
  EXPECT_EQ(strongest.token, "credit");
  EXPECT_EQ(strongest.occurrences, 3u);
  EXPECT_EQ(strongest.span, (Span{.begin = 0, .end = 7}));
}

TEST(Classifier, GivesOnlyTheStrongestShares) {
  const Sample sample("Crédit rapide, voir cet article");
  const auto all = ScoreOf({SmallModel()}, sample, SIZE_MAX);
  const auto two = ScoreOf({SmallModel()}, sample, 2);
  ASSERT_THAT(two[0].shares, SizeIs(2));
  EXPECT_EQ(two[0].shares[0].token, all[0].shares[0].token);
  EXPECT_EQ(two[0].shares[1].token, all[0].shares[1].token);
  EXPECT_EQ(two[0].log_odds, all[0].log_odds);
}

// Without texts tokens come from the book of words, with them from all
// features: the same ones, in the same places.
TEST(Classifier, FindsTheSameTokensWithAndWithoutTheirTexts) {
  // Three tables' worth of words, runs among them that stand in none.
  std::vector<Model> models = {SmallModel(), SmallModel(), SmallModel()};
  models[1].category = "abuse";
  models[2].category = "distress";
  models[1].tokens[3].text = "cred";
  for (const char* run : {"_un", "dit", "edi", "edit_", "api"}) {
    models[2].tokens.push_back(
        {.group = FeatureGroup::kCharacters, .text = run});
    models[2].tokens.back().counts[0] = {.in = 7, .out = 1};
  }
  const Sample sample(
      "Crédit rapide ! Un CRÉDIT à crédits, un article rapidement : inédit");
  const auto named = ScoreOf(models, sample, SIZE_MAX);
  const auto placed = ScoreOf(models, sample, SIZE_MAX, nullptr, false);
  for (size_t m = 0; m < models.size(); ++m) {
    ASSERT_EQ(named[m].shares.size(), placed[m].shares.size());
    ASSERT_GE(named[m].shares.size(), 5u);
    for (size_t i = 0; i < named[m].shares.size(); ++i) {
      EXPECT_EQ(named[m].shares[i].share, placed[m].shares[i].share);
      EXPECT_EQ(named[m].shares[i].span, placed[m].shares[i].span);
      EXPECT_EQ(named[m].shares[i].group, placed[m].shares[i].group);
      EXPECT_EQ(placed[m].shares[i].token, "");
    }
  }
}

TEST(Classifier, ScoresALongTextAsAShortOne) {
  std::string body = "Crédit rapide, voir cet article. ";
  const auto brief = ScoreOf({SmallModel()}, Sample(body), SIZE_MAX);
  for (int i = 0; i < 9; ++i) body += body;
  const auto lengthy = ScoreOf({SmallModel()}, Sample(body), SIZE_MAX);
  EXPECT_EQ(brief[0].known_tokens, lengthy[0].known_tokens);
  EXPECT_EQ(lengthy[0].shares[0].token, brief[0].shares[0].token);
  EXPECT_EQ(lengthy[0].shares[0].occurrences, 255u);
}

TEST(Classifier, SaysNothingWithTooLittleEvidence) {
  const Sample sample("Crédit !");
  const auto scores = ScoreOf({SmallModel()}, sample, 8);
  EXPECT_TRUE(scores[0].trained);
  EXPECT_FALSE(scores[0].enough);
  EXPECT_EQ(scores[0].known_tokens, 1u);
  EXPECT_EQ(scores[0].log_odds, 0);
  EXPECT_EQ(scores[0].intercept, 0);
  EXPECT_THAT(scores[0].shares, SizeIs(0));
}

TEST(Classifier, AnUntrainedModelSaysSo) {
  Model model = SmallModel();
  model.strata = {{"en", {.in = 10, .out = 0}}, {"fr", {.in = 0, .out = 30}}};
  model.tokens.clear();
  const Sample sample("Crédit rapide, voir cet article");
  const auto scores = ScoreOf({model}, sample, 8);
  EXPECT_FALSE(scores[0].trained);
  EXPECT_EQ(scores[0].log_odds, 0);
}

TEST(Classifier, WordsOfTheArticleAreNoEvidence) {
  const Sample sample("Crédit rapide, voir cet article");
  WordSet article;
  article.Insert(HashWord("credit"));
  const auto with = ScoreOf({SmallModel()}, sample, SIZE_MAX);
  const auto without = ScoreOf({SmallModel()}, sample, SIZE_MAX, &article);
  EXPECT_LT(without[0].log_odds, with[0].log_odds);
  for (const TokenShare& share : without[0].shares) {
    EXPECT_NE(share.token, "credit");
    EXPECT_NE(share.token, "_cre");
  }
}

TEST(Classifier, ScoresSeveralModelsInOnePass) {
  CategoryTable categories;
  std::vector<Model> models;
  for (const char* name : {"spam", "abuse", "personal_data"}) {
    models.push_back(SmallModel());
    models.back().category = name;
  }
  models[1].coefficients.bias = 2;
  models[2].tokens.resize(2);
  models.push_back(SmallModel());
  models.back().category = "unknown to the bundle";
  const Sample sample("Crédit rapide, voir cet article");
  const auto scores = ScoreOf(models, sample, 0);
  ASSERT_THAT(scores, SizeIs(3));
  for (size_t m = 0; m < 3; ++m) {
    EXPECT_EQ(scores[m].category, m);
    EXPECT_NEAR(scores[m].log_odds, SlowLogOdds(models[m], sample), 1e-12);
  }
}

TEST(Classifier, WithoutModelsScoresNothing) {
  const Sample sample("Crédit rapide");
  EXPECT_THAT(ScoreOf({}, sample, 8), SizeIs(0));
}

TEST(Classifier, KnowsTheWordsOfItsModels) {
  WordSet words;
  Classifier::Build(std::vector<Model>{SmallModel()}, CategoryTable())
      ->AddWords(&words);
  EXPECT_TRUE(words.Contains(HashWord("credit")));
  EXPECT_TRUE(words.Contains(HashWord("article")));
}

TEST(Classifier, ReadsADisguisedWordAsTheWord) {
  WordSet known;
  Classifier::Build(std::vector<Model>{SmallModel()}, CategoryTable())
      ->AddWords(&known);
  const Sample plain("voir cet article : credit rapide", known);
  const Sample disguised("voir cet article : cr3dit rapide", known);
  EXPECT_EQ(ScoreOf({SmallModel()}, plain, 0)[0].known_tokens,
            ScoreOf({SmallModel()}, disguised, 0)[0].known_tokens);
}

}  // namespace
}  // namespace crible
