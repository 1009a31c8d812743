#include "policy/score.h"

#include <cmath>

#include "gtest/gtest.h"
#include "policy/sample.h"

namespace crible {
namespace {

TEST(Score, BaseIsTheShareOfTheSite) {
  Sample sample;
  sample.settings.categories[kAbuse].base_share = 0.10;
  const Decision decision = sample.Decided();
  ASSERT_EQ(decision.scores.size(), 2u);
  EXPECT_EQ(decision.scores[0].category, kSpam);
  EXPECT_NEAR(decision.scores[0].probability, 0.05, 1e-12);
  EXPECT_EQ(decision.scores[1].category, kAbuse);
  EXPECT_NEAR(decision.scores[1].probability, 0.10, 1e-12);
}

TEST(Score, OtherCategoriesAreScoredWhenSomethingSpeaksOfThem) {
  Sample sample;
  sample.Hit(kPersonalData, Then::kHold);
  EXPECT_EQ(sample.Decided().scores.size(), 2u);
  sample.Hit(kPersonalData, Then::kScore, 2);
  const Decision decision = sample.Decided();
  ASSERT_EQ(decision.scores.size(), 3u);
  EXPECT_EQ(decision.scores[2].category, kPersonalData);
  EXPECT_DOUBLE_EQ(decision.scores[2].rules, 2);
}

struct CapCase {
  const char* name;
  double gamma, cap;
  struct Rule {
    const char* family;
    double weight;
  };
  std::vector<Rule> hits;
  std::vector<double> shares;  // by hit
};

TEST(Score, FamiliesAreCappedAndTheirHitsShareTheCap) {
  const CapCase kCases[] = {
      {"one hit", 1, 4, {{"a", 3}}, {3}},
      {"below the cap", 1, 4, {{"a", 1}, {"a", 2}}, {1, 2}},
      {"at the cap", 1, 4, {{"a", 2}, {"a", 2}}, {2, 2}},
      {"above the cap", 1, 4, {{"a", 2}, {"a", 6}}, {1, 3}},
      {"one hit above", 1, 4, {{"a", 10}}, {4}},
      {"families apart", 1, 4, {{"a", 6}, {"b", 3}, {"a", 2}}, {3, 3, 1}},
      {"gamma after the cap", 0.5, 4, {{"a", 10}, {"b", 2}}, {2, 1}},
      {"weight zero", 1, 4, {{"a", 0}, {"a", 1}}, {0, 1}},
      {"cap zero", 1, 0, {{"a", 3}}, {0}},
  };
  for (const CapCase& c : kCases) {
    SCOPED_TRACE(c.name);
    Sample sample;
    sample.scales[kSpam] = {.gamma = c.gamma, .family_cap = c.cap};
    double sum = 0;
    for (const auto& rule : c.hits) {
      sample.Hit(kSpam, Then::kScore, rule.weight, "", rule.family);
    }
    std::vector<CategoryScore> scores;
    std::vector<HitShare> shares;
    ScoreCategories(sample.evidence, sample.settings, sample.scales, &scores,
                    &shares);
    ASSERT_EQ(shares.size(), c.shares.size());
    for (size_t i = 0; i < shares.size(); ++i) {
      EXPECT_EQ(shares[i].hit, i);
      EXPECT_NEAR(shares[i].share, c.shares[i], 1e-12);
      sum += c.shares[i];
    }
    EXPECT_NEAR(scores[kSpam].rules, sum, 1e-12);
    EXPECT_NEAR(scores[kSpam].log_odds, scores[kSpam].base + sum, 1e-12);
  }
}

TEST(Score, AFamilyIsCappedInEachCategoryApart) {
  Sample sample;
  sample.Hit(kSpam, Then::kScore, 9).Hit(kAbuse, Then::kScore, 3);
  const Decision decision = sample.Decided();
  EXPECT_DOUBLE_EQ(decision.scores[kSpam].rules, 4);
  EXPECT_DOUBLE_EQ(decision.scores[kAbuse].rules, 3);
}

TEST(Score, WithoutAModelHoldAndLookAndRejectRulesAddNothing) {
  Sample sample;
  sample.Hit(kSpam, Then::kHold, 9)
      .Hit(kSpam, Then::kLook, 9)
      .Hit(kSpam, Then::kReject, 9)
      .Hit(kSpam, Then::kWatch, 9);
  EXPECT_EQ(sample.Decided().scores[kSpam].rules, 0);
}

TEST(Score, BesideAModelRulesThatHoldWeighButNeverHelpToReject) {
  Sample sample;
  sample.scales[kSpam] = {.gamma = 2, .family_cap = 4, .counts_holds = true};
  sample.Hit(kSpam, Then::kHold, 0, "", "a")
      .Hit(kSpam, Then::kHold, 10, "", "b")
      .Hit(kSpam, Then::kScore, 1, "", "b")
      .Hit(kSpam, Then::kLook, 9, "", "c")
      .Hit(kSpam, Then::kWatch, 9, "", "d");
  std::vector<CategoryScore> scores;
  std::vector<HitShare> shares;
  ScoreCategories(sample.evidence, sample.settings, sample.scales, &scores,
                  &shares);
  // A weight that is missing or larger counts as "strong", 3.5; the second
  // family, of 4.5, is capped at 4.
  EXPECT_NEAR(scores[kSpam].rules, 2 * (3.5 + 4), 1e-12);
  ASSERT_EQ(shares.size(), 3u);
  EXPECT_NEAR(shares[0].share, 7, 1e-12);
  EXPECT_NEAR(shares[1].share + shares[2].share, 8, 1e-12);
  const double rejecting = scores[kSpam].base + 2 * 1;
  EXPECT_NEAR(scores[kSpam].rejecting_probability,
              1 / (1 + std::exp(-rejecting)), 1e-12);
}

TEST(Score, OneFamilyOfScoringRulesHelpsToReject) {
  Sample sample;
  sample.scales[kSpam] = {.gamma = 2, .family_cap = 4, .counts_holds = true};
  sample.Hit(kSpam, Then::kScore, 1, "", "a")
      .Hit(kSpam, Then::kScore, 3, "", "b")
      .Hit(kSpam, Then::kScore, 2, "", "c");
  const Decision decision = sample.Decided();
  const CategoryScore& spam = decision.scores[0];
  EXPECT_NEAR(spam.rules, 2 * (1 + 3 + 2), 1e-12);
  EXPECT_NEAR(spam.rejecting_probability,
              1 / (1 + std::exp(-(spam.base + 2 * 3))), 1e-12);
}

TEST(Score, RulesThatHoldDoNotRejectTogether) {
  Sample sample;
  sample.scales[kSpam] = {.gamma = 9, .family_cap = 4, .counts_holds = true};
  sample.settings.categories[kSpam].reject = 0.9;
  sample.Hit(kSpam, Then::kHold, 3, "", "a")
      .Hit(kSpam, Then::kHold, 3, "", "b");
  const Decision decision = sample.Decided();
  EXPECT_GT(decision.scores[kSpam].probability, 0.9);
  EXPECT_EQ(decision.verdict, Verdict::kHold);
}

}  // namespace
}  // namespace crible
