// What holds for any evidence and any settings, tried on random ones.

#include <array>
#include <map>
#include <random>
#include <tuple>

#include "gtest/gtest.h"
#include "policy/merge.h"
#include "policy/sample.h"

namespace crible {
namespace {

constexpr int kRounds = 20'000;

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  bool Chance(double p) { return std::bernoulli_distribution(p)(random_); }
  size_t Below(size_t n) { return random_() % n; }
  double Between(double a, double b) {
    return std::uniform_real_distribution<double>(a, b)(random_);
  }

 private:
  std::mt19937_64 random_;
};

void RollSettings(Dice& dice, Settings* settings) {
  settings->publication =
      std::array{Publication::kAfter, Publication::kAfter, Publication::kBefore,
                 Publication::kClosed}[dice.Below(4)];
  for (CategoryPolicy& category : settings->categories) {
    category.base_share = dice.Between(0.001, 0.5);
    for (auto* threshold : {&category.look, &category.hold, &category.reject}) {
      if (dice.Chance(0.3)) *threshold = dice.Between(0.01, 0.999);
    }
  }
  for (OnFault& fault : settings->faults) {
    fault = dice.Chance(0.5) ? OnFault::kHold : OnFault::kDecideWithout;
  }
  if (dice.Chance(0.3)) settings->new_author_comments_below = 3;
  if (dice.Chance(0.3)) settings->trusted_accepted_above = 5;
  if (dice.Chance(0.3)) settings->reports_look_after = 1;
  if (dice.Chance(0.3)) settings->reports_hold_after = 3;
  settings->sample_accepted_looked_at = dice.Between(0, 1);
}

void RollStanding(Dice& dice, Standing* standing) {
  if (dice.Chance(0.5)) standing->author_comments = dice.Below(10);
  if (dice.Chance(0.5)) standing->author_accepted = dice.Below(10);
  if (dice.Chance(0.5)) standing->author_rejected = dice.Below(2);
  if (dice.Chance(0.2)) standing->author_trusted = dice.Chance(0.5);
  if (dice.Chance(0.3)) standing->reports = dice.Below(5);
  standing->objects = dice.Chance(0.1);
  standing->sample_hash = dice.Below(~size_t{0});
}

void Roll(Dice& dice, Sample* sample) {
  RollSettings(dice, &sample->settings);
  RollStanding(dice, &sample->standing);
  static const char* const kGrounds[] = {"", "spam", "insult", "hate",
                                         "threat"};
  static const char* const kFamilies[] = {"a", "b", "c"};
  for (size_t n = dice.Below(5); n > 0; --n) {
    sample->Hit(static_cast<CategoryId>(dice.Below(5)),
                static_cast<Then>(dice.Below(5)), dice.Between(0, 5),
                kGrounds[dice.Below(5)], kFamilies[dice.Below(3)]);
    if (dice.Chance(0.2)) sample->Counted();
  }
  for (CategoryId category : {kSpam, kAbuse}) {
    if (!dice.Chance(0.7)) continue;
    sample->Model(category, dice.Between(0.001, 0.999));
    sample->evidence.scores.back().enough = dice.Chance(0.9);
  }
  if (dice.Chance(0.2)) sample->Faulty(static_cast<Part>(dice.Below(5)));
  sample->evidence.facts.earlier =
      static_cast<EarlierResolution>(dice.Chance(0.2) ? dice.Below(5) : 0);
  for (RuleScale& scale : sample->scales) {
    scale = {.gamma = dice.Between(0.1, 2), .family_cap = dice.Between(1, 6)};
  }
}

// An authority's order or a closed article: no judgement of the comment.
bool IsTakenNoMore(const Sample& sample) {
  return sample.settings.publication == Publication::kClosed ||
         sample.evidence.facts.earlier == EarlierResolution::kOrderedAway;
}

// Calls check(sample, decision) for many random samples.
template <typename Check>
void ForAll(Check check) {
  for (int round = 0; round < kRounds; ++round) {
    Dice dice(round);
    Sample sample;
    Roll(dice, &sample);
    SCOPED_TRACE(testing::Message() << "round " << round);
    check(sample, sample.Decided());
    if (testing::Test::HasFailure()) return;
  }
}

auto AsTuple(const Reason& r) {
  return std::tuple(r.kind, r.category, r.index, r.note, r.ground, r.share);
}

bool HasHit(const Sample& sample, auto predicate) {
  for (const RuleFace& rule : sample.rules) {
    if (predicate(rule)) return true;
  }
  return false;
}

TEST(MergeProperty, IsPure) {
  ForAll([](const Sample& sample, const Decision& first) {
    const Decision second = sample.Decided();
    ASSERT_EQ(first.verdict, second.verdict);
    ASSERT_EQ(first.lane, second.lane);
    ASSERT_EQ(first.reasons.size(), second.reasons.size());
    for (size_t i = 0; i < first.reasons.size(); ++i) {
      ASSERT_EQ(AsTuple(first.reasons[i]), AsTuple(second.reasons[i]));
    }
  });
}

TEST(MergeProperty, SharesAddUpAndTheBaseClosesItsCategory) {
  ForAll([](const Sample&, const Decision& decision) {
    std::map<CategoryId, double> sums;
    std::map<CategoryId, bool> closed;
    for (const Reason& reason : decision.reasons) {
      if (reason.share == 0 && reason.note != PolicyNote::kBase) continue;
      ASSERT_FALSE(closed[reason.category]);
      sums[reason.category] += reason.share;
      closed[reason.category] = reason.note == PolicyNote::kBase;
    }
    for (const CategoryScore& score : decision.scores) {
      if (!sums.contains(score.category)) continue;
      ASSERT_TRUE(closed[score.category]);
      ASSERT_NEAR(sums[score.category], score.log_odds, 1e-9);
      sums.erase(score.category);
    }
    ASSERT_TRUE(sums.empty()) << "a share without a score";
  });
}

TEST(MergeProperty, WatchNeverAppears) {
  ForAll([](const Sample& sample, const Decision& with) {
    Sample without = sample;
    std::erase_if(without.evidence.hits, [](const Hit& hit) {
      return hit.rule->then == Then::kWatch;
    });
    const Decision decision = without.Decided();
    ASSERT_EQ(decision.verdict, with.verdict);
    ASSERT_EQ(decision.look, with.look);
    ASSERT_EQ(decision.lane, with.lane);
    ASSERT_EQ(decision.reasons.size(), with.reasons.size());
    for (const Reason& reason : with.reasons) {
      if (reason.kind != ReasonKind::kRule) continue;
      ASSERT_NE(sample.evidence.hits[reason.index].rule->then, Then::kWatch);
    }
  });
}

TEST(MergeProperty, HoldRulesNeverHelpToReject) {
  ForAll([](const Sample& sample, const Decision& before) {
    Sample more = sample;
    more.Hit(kSpam, Then::kHold, 10).Hit(kAbuse, Then::kHold, 10);
    const Decision after = more.Decided();
    ASSERT_EQ(before.verdict == Verdict::kReject,
              after.verdict == Verdict::kReject);
    for (size_t i = 0; i < before.scores.size(); ++i) {
      ASSERT_EQ(before.scores[i].log_odds, after.scores[i].log_odds);
    }
  });
}

TEST(MergeProperty, OnlySpamIsRejectedByItsScore) {
  ForAll([](const Sample& sample, const Decision& decision) {
    if (decision.verdict != Verdict::kReject) return;
    const bool by_rule = HasHit(sample, [](const RuleFace& rule) {
      return rule.then == Then::kReject && rule.category != kDistress;
    });
    const CategoryPolicy& spam = sample.settings.categories[kSpam];
    const bool by_spam =
        spam.reject && decision.scores[kSpam].probability >= *spam.reject;
    ASSERT_TRUE(by_rule || by_spam || IsTakenNoMore(sample));
  });
}

TEST(MergeProperty, DistressIsAlwaysHeldAndUrgent) {
  ForAll([](const Sample& sample, const Decision& decision) {
    const bool distress = HasHit(sample, [](const RuleFace& rule) {
      return rule.then != Then::kWatch && rule.category == kDistress;
    });
    if (!distress) return;
    ASSERT_EQ(decision.verdict, Verdict::kHold);
    ASSERT_EQ(decision.lane, Lane::kUrgent);
  });
}

TEST(MergeProperty, AFaultNeverAcceptsNorRefusesAndIsWordedAsFault) {
  ForAll([](const Sample& sample, const Decision& before) {
    Sample more = sample;
    more.Faulty(Part::kRules);
    more.settings.faults[static_cast<size_t>(Part::kRules)] = OnFault::kHold;
    const Decision after = more.Decided();
    ASSERT_NE(after.verdict, Verdict::kAccept);
    if (after.verdict == Verdict::kReject) {
      ASSERT_EQ(before.verdict, Verdict::kReject);
    }
    ASSERT_EQ(after.reasons.back().kind, ReasonKind::kFault);
    for (const Reason& reason : after.reasons) {
      if (reason.kind != ReasonKind::kFault) continue;
      ASSERT_EQ(reason.share, 0);
      ASSERT_EQ(reason.ground, "");
    }
  });
}

TEST(MergeProperty, AnObjectorIsRefusedOnlyWhereNobodyIsPublished) {
  ForAll([](const Sample& sample, const Decision&) {
    Sample objecting = sample;
    objecting.standing.objects = true;
    if (objecting.Decided().verdict == Verdict::kReject) {
      ASSERT_TRUE(IsTakenNoMore(sample));
    }
  });
}

TEST(MergeProperty, WhatIsNotAcceptedHasAReason) {
  ForAll([](const Sample&, const Decision& decision) {
    if (decision.verdict == Verdict::kAccept && !decision.look) return;
    ASSERT_FALSE(decision.reasons.empty());
  });
}

TEST(MergeProperty, TheShareOfSampledCommentsIsTheOneAskedFor) {
  Sample sample;
  sample.settings.sample_accepted_looked_at = 0.02;
  Dice dice(1);
  int looked_at = 0;
  for (int i = 0; i < 50'000; ++i) {
    sample.standing.sample_hash = dice.Below(~size_t{0});
    looked_at += sample.Decided().look;
  }
  EXPECT_NEAR(looked_at, 1000, 150);  // five standard deviations
}

}  // namespace
}  // namespace crible
