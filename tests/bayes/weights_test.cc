#include "bayes/weights.h"

#include <cmath>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Weights, ComparesRatesOfDocuments) {
  const StrataCounts documents = {Counts{.in = 10, .out = 10}};
  // R = 5·10/20 = 2.5, S = 0.
  const StrataCounts token = {Counts{.in = 5, .out = 0}};
  const double smoothing = 0.5 * 2 * (20.0 * 100 / 400) / 20;
  EXPECT_DOUBLE_EQ(LogRatios(documents)(token),
                   std::log((2.5 + smoothing) / smoothing));
  EXPECT_DOUBLE_EQ(smoothing, 0.25);
}

TEST(Weights, EqualRatesAreNoEvidenceWhateverTheSizes) {
  const StrataCounts documents = {Counts{.in = 10, .out = 1000}};
  EXPECT_NEAR(LogRatios(documents)({Counts{.in = 1, .out = 100}}), 0, 1e-12);
}

// French is rare among the spam: pooled, any French word would look innocent.
TEST(Weights, LanguageIsNoEvidence) {
  const StrataCounts documents = {Counts{.in = 1000, .out = 1000},
                                  Counts{.in = 10, .out = 1000}};
  const StrataCounts word = {Counts{}, Counts{.in = 5, .out = 500}};
  EXPECT_NEAR(LogRatios(documents)(word), 0, 1e-12);
}

TEST(Weights, AStratumOfOneClassSaysNothing) {
  const StrataCounts documents = {Counts{.in = 10, .out = 10},
                                  Counts{.in = 500, .out = 0}};
  EXPECT_EQ(LogRatios(documents)(
                {Counts{.in = 3, .out = 3}, Counts{.in = 400}}),
            0);
  EXPECT_EQ(LogRatios({Counts{}, Counts{.in = 500, .out = 0}})(
                {Counts{}, Counts{.in = 400}}),
            0);
}

TEST(Weights, UnseenTokensAreNeutral) {
  EXPECT_EQ(LogRatios({Counts{.in = 3, .out = 9}})({}), 0);
}

TEST(Weights, CapsInnocence) {
  EXPECT_EQ(QuantisedWeight(-3, -0.5), -512);
  EXPECT_EQ(QuantisedWeight(2, -0.5), 2048);
  EXPECT_EQ(QuantisedWeight(1e9, -0.5), 31 * 1024);
  EXPECT_EQ(QuantisedWeight(-1e9, -100), -31 * 1024);
}

}  // namespace
}  // namespace crible
