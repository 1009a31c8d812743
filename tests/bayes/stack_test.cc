#include "bayes/stack.h"

#include <cmath>
#include <random>

#include "bayes/logistic.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

// Rows whose class is drawn from known coefficients.
std::vector<StackRow> Drawn(size_t n, double words, double shape,
                            double bias_of_second_corpus) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<StackRow> rows;
  for (size_t i = 0; i < n; ++i) {
    StackRow row{.group = {normal(random), normal(random), normal(random)},
                 .length = 3,
                 .corpus = static_cast<uint32_t>(i % 2)};
    const double logit = words * row.group[0] + shape * row.group[2] +
                         (row.corpus == 1 ? bias_of_second_corpus : 0);
    row.in = uniform(random) < Sigmoid(logit);
    rows.push_back(row);
  }
  return rows;
}

TEST(Stack, FindsWhatTheGroupsAreWorth) {
  Coefficients c;
  FitStack(Drawn(20000, 2, 0.5, 0), &c);
  EXPECT_NEAR(c.group[0], 2, 0.4);  // the prior 0.9 pulls a little
  EXPECT_NEAR(c.group[1], 0, 0.1);
  EXPECT_NEAR(c.group[2], 0.5, 0.15);
}

TEST(Stack, WhatACorpusIsLikeIsNoEvidence) {
  // The second corpus is nearly all of the category and its words all score
  // high; within a corpus they say nothing.
  std::vector<StackRow> rows = Drawn(20000, 0, 0, 4);
  for (StackRow& row : rows) row.group[0] += row.corpus == 1 ? 3 : 0;
  Coefficients c;
  FitStack(rows, &c);
  EXPECT_LT(c.group[0], 0.4);
}

TEST(Stack, NoGroupSpeaksAgainstItself) {
  Coefficients c;
  FitStack(Drawn(5000, -3, 1, 0), &c);
  EXPECT_EQ(c.group[0], 0);
}

TEST(Stack, RowsOfOneClassChangeNothing) {
  Coefficients c;
  const Coefficients before = c;
  std::vector<StackRow> rows(10);
  FitStack(rows, &c);
  EXPECT_EQ(c, before);
  rows[0].in = true;
  rows[0].weight = 0;
  FitStack(rows, &c);
  EXPECT_EQ(c, before);
}

TEST(Stack, LogitIsTheSum) {
  const Coefficients c{.group = {1, 2, 3}, .length = 0.5, .bias = -4};
  EXPECT_DOUBLE_EQ(StackLogit(c, {.group = {1, 10, 100}, .length = 2}),
                   1 + 20 + 300 + 1 - 4);
}

// Rows whose class follows slope · logit + offset + γ · Σ min(family, cap).
std::vector<ScaleRow> DrawnScale(size_t n, double slope, double gamma,
                                 double cap,
                                 std::vector<std::array<double, 2>>* sums) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal(0, 2);
  std::uniform_real_distribution<double> uniform;
  sums->resize(n);
  std::vector<ScaleRow> rows;
  for (size_t i = 0; i < n; ++i) {
    for (double& sum : (*sums)[i]) {
      sum = uniform(random) < 0.4 ? 8 * uniform(random) : 0;
    }
    ScaleRow row{.logit = normal(random), .family_sums = (*sums)[i]};
    double logit = slope * row.logit - 1;
    for (const double sum : (*sums)[i]) logit += gamma * std::min(sum, cap);
    row.in = uniform(random) < Sigmoid(logit);
    rows.push_back(row);
  }
  return rows;
}

TEST(Scale, FindsSlopeOffsetGammaAndCapTogether) {
  std::vector<std::array<double, 2>> sums;
  Coefficients c;
  FitScale(DrawnScale(40000, 0.6, 0.8, 2.5, &sums), &c);
  EXPECT_NEAR(c.slope, 0.6, 0.05);
  EXPECT_NEAR(c.offset, -1 - std::log(1.6), 0.1);  // innocents weigh more
  EXPECT_NEAR(c.rule_gamma, 0.8, 0.1);
  EXPECT_EQ(c.rule_family_cap, 2.5);
}

TEST(Scale, RulesNeverSpeakAgainstThemselves) {
  std::vector<std::array<double, 2>> sums;
  Coefficients c;
  FitScale(DrawnScale(5000, 0.6, -0.8, 2.5, &sums), &c);
  EXPECT_EQ(c.rule_gamma, 0);
}

TEST(Scale, WithoutRulesTheirScaleStays) {
  std::vector<std::array<double, 2>> sums;
  std::vector<ScaleRow> rows = DrawnScale(2000, 0.6, 0, 2, &sums);
  for (auto& pair : sums) pair = {0, 0};
  Coefficients c{.rule_gamma = 0.7, .rule_family_cap = 5};
  FitScale(rows, &c);
  EXPECT_EQ(c.rule_gamma, 0.7);
  EXPECT_EQ(c.rule_family_cap, 5);
  EXPECT_NEAR(c.slope, 0.6, 0.1);
}

}  // namespace
}  // namespace crible
