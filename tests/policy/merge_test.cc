#include "policy/merge.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/merge_cases.h"
#include "policy/sample.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Verdict kAccept = Verdict::kAccept;

// The reasons in words: "rule0", "model abuse", "kBase spam", "fault0".
std::vector<std::string> Lines(const Decision& decision) {
  static const char* const kNotes[] = {
      "none",           "base",          "before",  "closed",
      "new author",     "author status", "trusted", "observe",
      "refused before", "accepted here", "reports", "objection",
      "ceiling",        "queue full",    "sample",  "ordered away",
      "nearly ordered"};
  static const char* const kCategories[] = {"spam", "abuse", "personal_data",
                                            "distress"};
  std::vector<std::string> lines;
  for (const Reason& reason : decision.reasons) {
    const std::string index = std::to_string(reason.index);
    const std::string category = kCategories[reason.category];
    if (reason.kind == ReasonKind::kRule) lines.push_back("rule" + index);
    if (reason.kind == ReasonKind::kFault) lines.push_back("fault" + index);
    if (reason.kind == ReasonKind::kModel) lines.push_back("model " + category);
    if (reason.kind != ReasonKind::kPolicy) continue;
    lines.push_back(kNotes[static_cast<size_t>(reason.note)]);
    if (reason.note == PolicyNote::kBase) lines.back() += " " + category;
  }
  return lines;
}

TEST(Merge, RowByRow) {
  for (const MergeCase& c : kMergeCases) {
    SCOPED_TRACE(c.row + ": " + c.name);
    Sample sample;
    c.given(sample);
    const Decision decision = sample.Decided();
    EXPECT_EQ(VerdictName(decision.verdict), VerdictName(c.verdict));
    EXPECT_EQ(decision.verdict, decision.observed);
    EXPECT_EQ(decision.look, c.look);
    EXPECT_EQ(Lines(decision), c.reasons);
  }
}

TEST(Merge, EveryRowHasACaseAndOnlyTheseRowsExist) {
  std::set<std::string> tested, rows;
  for (const MergeCase& c : kMergeCases) {
    if (!c.row.empty()) tested.insert(c.row);
  }
  for (const MergeRow& row : MergeTable()) rows.insert(std::string(row.name));
  EXPECT_EQ(tested, rows);
  EXPECT_LE(MergeTable().size(), 12u);
}

TEST(Merge, AFullQueueHoldsOnlyWhatIsToBeReadFirst) {
  const struct {
    const char* name;
    std::function<void(Sample&)> given;
    Verdict verdict;
    std::vector<std::string> reasons;
  } kCases[] = {
      {"a hold rule of the normal lane is spared",
       [](Sample& s) { s.Hit(kAbuse, Then::kHold, 1, "insult"); },
       kAccept,
       {"rule0", "queue full", "base abuse"}},
      {"one to be read first is not",
       [](Sample& s) { s.Hit(kAbuse, Then::kHold, 1, "hate"); },
       Verdict::kHold,
       {"rule0", "base abuse"}},
      {"nor an urgent one",
       [](Sample& s) { s.Hit(kAbuse, Then::kHold, 1, "threat"); },
       Verdict::kHold,
       {"rule0", "base abuse"}},
      {"nor distress",
       [](Sample& s) { s.Hit(kDistress, Then::kScore, 0.1); },
       Verdict::kHold,
       {"rule0", "base distress"}},
      {"a score is spared",
       [](Sample& s) { s.Model(kAbuse, 0.9); },
       kAccept,
       {"model abuse", "queue full", "base abuse"}},
      {"certain spam is still rejected",
       [](Sample& s) { s.Model(kSpam, 0.98); },
       Verdict::kReject,
       {"model spam", "base spam"}},
      {"nothing is published unread that a check did not finish on",
       [](Sample& s) { s.Model(kAbuse, 0.9).Faulty(Part::kRules); },
       Verdict::kHold,
       {"model abuse", "base abuse", "fault0"}},
      {"nor under prior review",
       [](Sample& s) {
         s.Hit(kAbuse, Then::kHold, 1, "insult");
         s.settings.publication = Publication::kBefore;
       },
       Verdict::kHold,
       {"rule0", "before", "base abuse"}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Sample sample;
    c.given(sample);
    sample.settings.queue_full_above = 600;
    sample.evidence.facts.waiting = 600;
    const Decision decision = sample.Decided();
    EXPECT_EQ(VerdictName(decision.verdict), VerdictName(c.verdict));
    EXPECT_EQ(decision.look, c.verdict == kAccept);
    EXPECT_EQ(Lines(decision), c.reasons);
  }
}

TEST(Merge, AQueueIsFullOnlyWhenItWasCountedAndHasALimit) {
  for (const MergeCase& c : kMergeCases) {
    SCOPED_TRACE(c.name);
    Sample sample;
    c.given(sample);
    sample.settings.queue_full_above = 600;
    EXPECT_EQ(sample.Decided().verdict, c.verdict);
    sample.evidence.facts.waiting = 599;
    EXPECT_EQ(sample.Decided().verdict, c.verdict);
    sample.settings.queue_full_above.reset();
    sample.evidence.facts.waiting = 100'000;
    EXPECT_EQ(sample.Decided().verdict, c.verdict);
    // And a full one publishes only what a person then looks at.
    sample.settings.queue_full_above = 600;
    const Decision full = sample.Decided();
    if (full.verdict != c.verdict) {
      EXPECT_EQ(full.verdict, kAccept);
      EXPECT_EQ(c.verdict, Verdict::kHold);
      EXPECT_TRUE(full.look);
    }
  }
}

TEST(Merge, ObserveAnswersAcceptAndTellsWhatWouldHaveBeen) {
  for (const MergeCase& c : kMergeCases) {
    SCOPED_TRACE(c.name);
    Sample sample;
    c.given(sample);
    sample.settings.observe = true;
    // Who only observes obeys an authority all the same.
    const bool ordered =
        sample.evidence.facts.earlier == EarlierResolution::kOrderedAway;
    const Decision decision = sample.Decided();
    EXPECT_EQ(decision.verdict, ordered ? c.verdict : kAccept);
    EXPECT_FALSE(decision.look);
    EXPECT_EQ(decision.observed, c.verdict);
    std::vector<std::string> want = c.reasons, have = Lines(decision);
    std::erase(want, "sample");
    const size_t noted = std::erase(have, "observe");
    EXPECT_EQ(noted, c.verdict == kAccept || ordered ? 0u : 1u);
    EXPECT_EQ(have, want);
  }
}

TEST(Merge, LaneIsTheMostUrgentOfTheGrounds) {
  const auto lane = [](auto given) {
    Sample sample;
    given(sample);
    return LaneName(sample.Decided().lane);
  };
  EXPECT_EQ(lane([](Sample&) {}), "normal");
  EXPECT_EQ(lane([](Sample& s) { s.Hit(kAbuse, Then::kHold, 9, "insult"); }),
            "normal");
  EXPECT_EQ(lane([](Sample& s) {
              s.Hit(kAbuse, Then::kHold, 9, "insult")
                  .Hit(kAbuse, Then::kHold, 1, "hate");
            }),
            "first");
  EXPECT_EQ(lane([](Sample& s) {
              s.Hit(kAbuse, Then::kHold, 9, "hate")
                  .Hit(kAbuse, Then::kScore, 1, "threat");
            }),
            "urgent");
  EXPECT_EQ(lane([](Sample& s) { s.Hit(kAbuse, Then::kWatch, 1, "threat"); }),
            "normal");
  EXPECT_EQ(lane([](Sample& s) { s.Hit(kAbuse, Then::kHold, 1, "unknown"); }),
            "normal");
  EXPECT_EQ(lane([](Sample& s) { s.Hit(kDistress, Then::kLook); }), "urgent");
}

TEST(Merge, WaitsForAPersonIfTheSiteHasSetSoForTheAuthor) {
  const auto verdict = [](std::optional<AuthorStatus> status) {
    Sample sample;
    sample.evidence.facts.author.status = status;
    return sample.Decided().verdict;
  };
  EXPECT_EQ(verdict(std::nullopt), kAccept);
  EXPECT_EQ(verdict(AuthorStatus::kTrusted), kAccept);
  for (const AuthorStatus status :
       {AuthorStatus::kBefore, AuthorStatus::kMuted, AuthorStatus::kBanned}) {
    EXPECT_EQ(verdict(status), Verdict::kHold);
  }
}

TEST(Merge, TellsWhatIsHeldForFaultsAlone) {
  const auto fault_only = [](auto given) {
    Sample sample;
    given(sample);
    return sample.Decided().fault_only;
  };
  EXPECT_FALSE(fault_only([](Sample&) {}));
  EXPECT_TRUE(fault_only([](Sample& s) { s.Faulty(Part::kRules); }));
  EXPECT_TRUE(fault_only(
      [](Sample& s) { s.Faulty(Part::kRules).Hit(kAbuse, Then::kLook); }));
  EXPECT_FALSE(fault_only(
      [](Sample& s) { s.Faulty(Part::kRules).Hit(kAbuse, Then::kHold); }));
  EXPECT_FALSE(fault_only(
      [](Sample& s) { s.Faulty(Part::kRules).Hit(kSpam, Then::kReject); }));
  EXPECT_FALSE(fault_only([](Sample& s) {
    s.Faulty(Part::kRules);
    s.settings.observe = true;
  }));
}

TEST(Merge, ReasonsStandStrongestFirst) {
  Sample sample;
  sample.Hit(kSpam, Then::kLook, 9)
      .Hit(kSpam, Then::kScore, 1, "spam", "a")
      .Hit(kAbuse, Then::kScore, 2, "insult", "b")
      .Hit(kSpam, Then::kHold, 1)
      .Hit(kAbuse, Then::kHold, 2)
      .Hit(kSpam, Then::kReject, 0)
      .Hit(kSpam, Then::kWatch, 10)
      .Model(kSpam, 0.5)
      .Model(kAbuse, 0.7)
      .Faulty(Part::kFacts);
  sample.settings.publication = Publication::kBefore;
  EXPECT_THAT(Lines(sample.Decided()),
              ElementsAre("rule5", "rule4", "rule3", "rule2", "rule1", "rule0",
                          "model abuse", "model spam", "before", "base spam",
                          "base abuse", "fault0"));
}

TEST(Merge, OnlySpamHasAGroundThatTheModelMayName) {
  Sample sample;
  sample.Model(kSpam, 0.9).Model(kAbuse, 0.9);
  for (const Reason& reason : sample.Decided().reasons) {
    const bool named =
        reason.kind == ReasonKind::kModel && reason.category == kSpam;
    EXPECT_EQ(reason.ground, named ? "spam" : "");
  }
}

TEST(Merge, UsedAgainForgetsTheLastDecision) {
  Sample bad, good;
  bad.Hit(kDistress, Then::kHold);
  Decision decision;
  Decide(bad.evidence, bad.standing, bad.settings, bad.grounds, bad.scales,
         &decision);
  Decide(good.evidence, good.standing, good.settings, good.grounds, good.scales,
         &decision);
  EXPECT_EQ(decision.verdict, kAccept);
  EXPECT_EQ(decision.lane, Lane::kNormal);
  EXPECT_THAT(decision.reasons, IsEmpty());
}

}  // namespace
}  // namespace crible
