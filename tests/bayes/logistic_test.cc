#include "bayes/logistic.h"

#include <cmath>

#include "gtest/gtest.h"

namespace crible {
namespace {

// One column of ones: the intercept is the log-odds of the weighted share.
TEST(Logistic, InterceptIsTheLogOddsOfTheShare) {
  const LogisticProblem problem{.width = 1,
                                .x = {1, 1, 1},
                                .target = {1, 0, 1},
                                .weight = {2, 1, 1},
                                .ridge = {0},
                                .prior = {0}};
  EXPECT_NEAR(FitLogistic(problem)[0], std::log(3.0), 1e-9);
}

// Two groups of a binary variable: the slope is the log odds ratio.
TEST(Logistic, SlopeIsTheLogOddsRatio) {
  const LogisticProblem problem{.width = 2,
                                .x = {0, 1, 0, 1, 1, 1, 1, 1},
                                .target = {1, 0, 1, 0},
                                .weight = {1, 3, 4, 2},
                                .ridge = {0, 0},
                                .prior = {0, 0}};
  const auto fit = FitLogistic(problem);
  EXPECT_NEAR(fit[1], std::log(1.0 / 3), 1e-9);
  EXPECT_NEAR(fit[0], std::log(2.0) - std::log(1.0 / 3), 1e-9);
}

TEST(Logistic, RidgeHoldsSeparableRowsAtThePrior) {
  LogisticProblem problem{.width = 1,
                          .x = {1, -1},
                          .target = {1, 0},
                          .weight = {1, 1},
                          .ridge = {1e6},
                          .prior = {0.7}};
  EXPECT_NEAR(FitLogistic(problem)[0], 0.7, 1e-4);
  problem.ridge = {1};
  const double fit = FitLogistic(problem)[0];
  // Where the gradient is 0: ridge · (c − prior) = 2 · σ(−c).
  EXPECT_NEAR(fit - 0.7, 2 * Sigmoid(-fit), 1e-9);
}

TEST(Logistic, SurvivesWhatCannotBeSolved) {
  const LogisticProblem problem{.width = 2,
                                .x = {1, 1, 1, 1},
                                .target = {1, 0},
                                .weight = {1, 1},
                                .ridge = {0, 0},
                                .prior = {0, 0}};
  for (const double c : FitLogistic(problem)) EXPECT_TRUE(std::isfinite(c));
}

TEST(Logistic, SigmoidDoesNotOverflow) {
  EXPECT_EQ(Sigmoid(0), 0.5);
  EXPECT_EQ(Sigmoid(-1e9), 0);
  EXPECT_EQ(Sigmoid(1e9), 1);
  EXPECT_NEAR(Sigmoid(std::log(3.0)), 0.75, 1e-15);
}

}  // namespace
}  // namespace crible
