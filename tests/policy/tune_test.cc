#include "policy/tune.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace crible {
namespace {

using Outcome = TunedThreshold::Outcome;

// `n` rows of a class whose probabilities are 1/n, 2/n, … n/n, less a little.
std::vector<TuneRow> Ramp(TuneClass is, size_t n,
                          Verdict floor = Verdict::kAccept) {
  std::vector<TuneRow> rows;
  for (size_t i = 1; i <= n; ++i) {
    rows.push_back(
        {.is = is,
         .probability = (static_cast<double>(i) - 0.5) / static_cast<double>(n),
         .floor = floor});
  }
  return rows;
}

std::vector<TuneRow> operator+(std::vector<TuneRow> a,
                               const std::vector<TuneRow>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const TuneOptions kOptions = {.comments_per_day = 1000, .hold = 0.5};

TEST(Tune, RejectIsTheLowestThatKeepsTheBudget) {
  const auto rows = Ramp(TuneClass::kInnocent, 10'000);
  const Tuning tuning = Tune(rows, {.wrong_rejects_max = 0.01}, kOptions);
  ASSERT_EQ(tuning.reject.outcome, Outcome::kFound);
  // 83 of 10,000 is the most whose upper bound stays within 1 %.
  EXPECT_NEAR(*tuning.reject.threshold, 0.9917, 1e-9);
  EXPECT_EQ(tuning.reject.errors, 83u);
  EXPECT_LE(tuning.reject.bound, 0.01);
  EXPECT_EQ(tuning.chosen_reject, tuning.reject.threshold);
  EXPECT_EQ(tuning.chosen_hold, 0.5);
  EXPECT_TRUE(tuning.kept());
}

TEST(Tune, RefusesWhatTheRowsCannotSupport) {
  const Tuning tuning = Tune(Ramp(TuneClass::kInnocent, 2994),
                             {.wrong_rejects_max = 0.001}, kOptions);
  EXPECT_EQ(tuning.reject.outcome, Outcome::kTooFewRows);
  EXPECT_EQ(tuning.reject.rows_needed, 2995u);
  EXPECT_EQ(tuning.reject.threshold, std::nullopt);
  EXPECT_FALSE(tuning.kept());
}

TEST(Tune, RefusesWhatRulesBreakAlready) {
  const auto rows = Ramp(TuneClass::kInnocent, 900) +
                    Ramp(TuneClass::kInnocent, 100, Verdict::kReject);
  const Tuning tuning = Tune(rows, {.wrong_rejects_max = 0.05}, kOptions);
  EXPECT_EQ(tuning.reject.outcome, Outcome::kUnreachable);
}

TEST(Tune, WhatCannotBeRejectedIsNoError) {
  auto rows = Ramp(TuneClass::kInnocent, 3000);
  for (TuneRow& row : rows) row.rejectable = false;
  const Tuning tuning = Tune(rows, {.wrong_rejects_max = 0.001}, kOptions);
  ASSERT_EQ(tuning.reject.outcome, Outcome::kFound);
  EXPECT_EQ(tuning.reject.errors, 0u);
}

TEST(Tune, HoldIsTheHighestThatKeepsTheBudget) {
  const auto rows = Ramp(TuneClass::kCategory, 1000);
  const Tuning tuning = Tune(rows, {.missed_max = 0.15}, kOptions);
  ASSERT_EQ(tuning.hold.outcome, Outcome::kFound);
  EXPECT_EQ(tuning.hold.errors, 131u);
  EXPECT_LE(tuning.hold.bound, 0.15);
  EXPECT_NEAR(*tuning.hold.threshold, 0.1315, 1e-9);
}

TEST(Tune, WhatRulesHoldIsNotMissed) {
  const auto rows = Ramp(TuneClass::kCategory, 100) +
                    Ramp(TuneClass::kCategory, 900, Verdict::kHold);
  const Tuning tuning = Tune(rows, {.missed_max = 0.15}, kOptions);
  ASSERT_EQ(tuning.hold.outcome, Outcome::kFound);
  EXPECT_EQ(tuning.hold.threshold, std::nullopt) << "rules alone keep it";
  EXPECT_EQ(tuning.hold.errors, 100u);
}

TEST(Tune, ReviewsADay) {
  const auto rows = Ramp(TuneClass::kInnocent, 20'000) +
                    Ramp(TuneClass::kCategory, 5000, Verdict::kHold) +
                    Ramp(TuneClass::kOther, 5000);
  const Tuning tuning = Tune(rows, {.reviews_per_day_max = 100}, kOptions);
  ASSERT_EQ(tuning.reviews.outcome, Outcome::kFound);
  EXPECT_LE(tuning.reviews.bound, 100);
  EXPECT_GT(tuning.reviews.bound, 99);
  EXPECT_EQ(tuning.chosen_hold, tuning.reviews.threshold);
  // 20 held by rules, the rest above the threshold at 980 a day.
  EXPECT_NEAR(tuning.reviews_per_thousand, 20 + 980 * (1 - *tuning.chosen_hold),
              0.1);
  EXPECT_GT(tuning.rightly_held, 0.2);
}

TEST(Tune, TwoBudgetsThatLeaveNoRoom) {
  const auto rows = Ramp(TuneClass::kInnocent, 5000) +
                    Ramp(TuneClass::kCategory, 5000) +
                    Ramp(TuneClass::kOther, 5000);
  const Tuning tuning =
      Tune(rows, {.missed_max = 0.15, .reviews_per_day_max = 100}, kOptions);
  EXPECT_EQ(tuning.hold.outcome, Outcome::kFound);
  EXPECT_EQ(tuning.reviews.outcome, Outcome::kConflict);
  EXPECT_LT(*tuning.hold.threshold, *tuning.reviews.threshold);
  EXPECT_FALSE(tuning.kept());
}

TEST(Tune, NoRowsPromiseNothing) {
  const Tuning tuning = Tune(
      {},
      {.wrong_rejects_max = 0.1, .missed_max = 0.1, .reviews_per_day_max = 10},
      kOptions);
  EXPECT_EQ(tuning.reject.outcome, Outcome::kTooFewRows);
  EXPECT_EQ(tuning.hold.outcome, Outcome::kTooFewRows);
  EXPECT_EQ(tuning.reviews.outcome, Outcome::kUnreachable);
}

// The promise itself: of 1,000 samples of a distribution whose true error at
// each threshold is known, at most one in twenty may break the budget; 936 is
// two standard deviations below 950.
TEST(Tune, KeepsThePromiseInSamplesOfAKnownDistribution) {
  constexpr double kRejectsMax = 0.02, kMissedMax = 0.10;
  std::mt19937_64 random(20261127);
  std::uniform_real_distribution<double> uniform;
  int rejects_kept = 0, missed_kept = 0;
  for (int draw = 0; draw < 1000; ++draw) {
    std::vector<TuneRow> rows;
    for (int i = 0; i < 600; ++i) {
      // P(probability >= t) = (1 − t)² among the innocent, 1 − t² in the
      // category.
      const double u = uniform(random);
      rows.push_back(
          {.is = TuneClass::kInnocent, .probability = 1 - std::sqrt(u)});
      rows.push_back({.is = TuneClass::kCategory,
                      .probability = std::sqrt(uniform(random))});
    }
    const Tuning tuning =
        Tune(rows, {.wrong_rejects_max = kRejectsMax, .missed_max = kMissedMax},
             TuneOptions{});
    const double reject = tuning.reject.threshold.value_or(1);
    const double hold = tuning.hold.threshold.value_or(1);
    rejects_kept += (1 - reject) * (1 - reject) <= kRejectsMax;
    missed_kept += hold * hold <= kMissedMax;
  }
  EXPECT_GE(rejects_kept, 936);
  EXPECT_GE(missed_kept, 936);
  // And not by being far from the budget.
  EXPECT_LE(rejects_kept, 1000);
}

}  // namespace
}  // namespace crible
