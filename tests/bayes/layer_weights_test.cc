#include "bayes/layer_weights.h"

#include <cmath>
#include <map>
#include <numeric>

#include "bayes/classifier.h"
#include "bayes/sample.h"
#include "bayes/weights.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

SiteLayer Layer(std::vector<LayerToken> tokens, Counts documents = {40, 60}) {
  return {.categories = {{.name = "spam",
                          .documents = documents,
                          .tokens = std::move(tokens)}}};
}

LayerToken Word(const std::string& text, Counts counts) {
  return {FeatureGroup::kWords, text, counts};
}

class LayerWeightsTest : public testing::Test {
 protected:
  LayerWeightsTest() {
    const Model model = SmallModel();
    classifier_ = Classifier::Build(std::span(&model, 1), CategoryTable());
  }

  ModelScore Score(const std::string& body, const SiteLayer* layer) {
    const Sample sample(body);
    std::shared_ptr<const LayerWeights> weights;
    if (layer != nullptr) weights = classifier_->Weigh(*layer);
    const ScoredText text{sample.text(), sample.signals(), nullptr,
                          weights.get()};
    std::vector<ModelScore> scores;
    classifier_->Score(text, &room_, &scores);
    classifier_->AddShares(text, 0, SharesWanted(), &room_, &scores[0]);
    return scores[0];
  }

  std::unique_ptr<const Classifier> classifier_;
  ScoreRoom room_;
};

TEST_F(LayerWeightsTest, MovesAKnownTokenTowardsTheSite) {
  WeightTable shipped, layer;
  const uint64_t hash = FeatureHash(FeatureGroup::kWords, "credit");
  shipped.Set(hash, 0, 2 * 1024);
  AddLayerWeights(Layer({Word("credit", {0, 50})}).categories[0], shipped, 0,
                  -0.5, &layer);
  // 50 documents: half way from 2 to the cap.
  EXPECT_EQ(layer[layer.Find(hash)][0], 768);
  EXPECT_EQ(layer[layer.Find(hash)][1], WeightTable::kUnknown);
}

TEST_F(LayerWeightsTest, ANewTokenStartsFromNothing) {
  WeightTable shipped, layer;
  AddLayerWeights(Layer({Word("montre", {10, 0})}).categories[0], shipped, 1,
                  -0.5, &layer);
  const double site = LogRatios({Counts{40, 60}})({Counts{10, 0}});
  const uint32_t token =
      layer.Find(FeatureHash(FeatureGroup::kWords, "montre"));
  EXPECT_NEAR(layer[token][1] / kWeightUnit, site * 10 / 60, 0.001);
}

TEST_F(LayerWeightsTest, OneClassAloneSaysNothing) {
  WeightTable shipped, layer;
  AddLayerWeights(
      Layer({Word("credit", {9, 0})}, {.in = 90, .out = 0}).categories[0],
      shipped, 0, -0.5, &layer);
  EXPECT_EQ(layer.size(), 0u);
}

TEST_F(LayerWeightsTest, AnEmptyLayerScoresAsNone) {
  const SiteLayer empty;
  for (const std::string body :
       {"Un credit rapide, merci", "article article", "rien de connu"}) {
    const ModelScore without = Score(body, nullptr);
    const ModelScore with = Score(body, &empty);
    EXPECT_EQ(with.log_odds, without.log_odds) << body;
    EXPECT_EQ(with.known_tokens, without.known_tokens);
  }
}

TEST_F(LayerWeightsTest, SharesAddUpAndSayWhatWasLearnedHere) {
  const SiteLayer layer = Layer({Word("credit", {0, 50}),
                                 Word("montre", {30, 1}),
                                 {FeatureGroup::kCharacters, "_mon", {30, 4}}});
  const ModelScore score = Score("Un credit rapide pour une montre", &layer);
  const double sum = std::accumulate(
      score.shares.begin(), score.shares.end(), score.intercept,
      [](double all, const TokenShare& share) { return all + share.share; });
  EXPECT_NEAR(sum, score.log_odds, 1e-9);
  std::map<std::string, TokenShare> by_token;
  for (const TokenShare& share : score.shares) by_token[share.token] = share;
  EXPECT_EQ(by_token["montre"].learned_here, by_token["montre"].share);
  EXPECT_GT(by_token["montre"].share, 0);
  EXPECT_EQ(by_token["_mon"].learned_here, by_token["_mon"].share);
  EXPECT_LT(by_token["credit"].learned_here, 0);
  EXPECT_EQ(by_token["credit rapide"].learned_here, 0);
}

TEST_F(LayerWeightsTest, LearnsInBothDirections) {
  const std::string body = "Un credit rapide, un article";
  const double without = Score(body, nullptr).log_odds;
  const SiteLayer innocent = Layer({Word("credit", {0, 50})});
  const SiteLayer guilty = Layer({Word("article", {40, 0})});
  EXPECT_LT(Score(body, &innocent).log_odds, without);
  EXPECT_GT(Score(body, &guilty).log_odds, without);
}

}  // namespace
}  // namespace crible
