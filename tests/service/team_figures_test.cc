#include "service/team_figures.h"

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

class TeamFiguresTest : public testing::Test {
 protected:
  static inline const absl::Time kBegin = absl::FromUnixSeconds(1'704'067'200);
  static inline const absl::Time kEnd = kBegin + absl::Hours(24 * 31);

  uint64_t Add(EventKind kind, const std::string& comment, int code,
               absl::Duration at, const std::string& subject = "cms",
               uint64_t refers = 0) {
    figures_.Add({.token = ++token_,
                  .kind = kind,
                  .time = kBegin + at,
                  .comment = comment,
                  .subject = subject,
                  .code = code,
                  .refers = refers});
    return token_;
  }
  void Hold(const std::string& comment, absl::Duration at = {}) {
    Add(EventKind::kDecision, comment, static_cast<int>(Verdict::kHold) + 1,
        at);
  }
  uint64_t Resolve(const std::string& comment, const std::string& subject,
                   Outcome outcome, absl::Duration at = absl::Hours(1)) {
    return Add(EventKind::kResolution, comment, static_cast<int>(outcome), at,
               subject);
  }
  // So many people, who decide on a comment each.
  void Fill(int people) {
    for (int i = 0; i < people; ++i) {
      Hold(fmt::format("c{}", i));
      Resolve(fmt::format("c{}", i), fmt::format("person {}", i),
              Outcome::kAccept);
    }
  }
  v1::TeamFigures Told() {
    v1::TeamFigures out;
    figures_.Fill(&out);
    return out;
  }

  uint64_t token_ = 0;
  TeamFigures figures_{kBegin, kEnd};
};

TEST_F(TeamFiguresTest, NothingIsToldOfFewerThanFivePeople) {
  Fill(4);
  EXPECT_FALSE(figures_.MayBeTold());
  // Neither what Crible does by itself nor what is handed on is a decision.
  Hold("x");
  Resolve("x", "crible", Outcome::kAccept);
  Resolve("x", "somebody", Outcome::kHandOn);
  EXPECT_FALSE(figures_.MayBeTold());
  Resolve("x", "somebody", Outcome::kReject);
  EXPECT_TRUE(figures_.MayBeTold());
  EXPECT_EQ(Told().people_count(), 5);
  EXPECT_EQ(Told().resolution_count(), 5);
}

TEST_F(TeamFiguresTest, NothingIsToldWhereOneDoesMoreThanHalf) {
  Fill(5);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(figures_.MayBeTold());
    Resolve(fmt::format("more {}", i), "person 0", Outcome::kAccept);
  }
  EXPECT_TRUE(figures_.MayBeTold());  // 4 of 8
  Resolve("more", "person 0", Outcome::kAccept);
  EXPECT_FALSE(figures_.MayBeTold());  // 5 of 9
}

TEST_F(TeamFiguresTest, OnlyTheMonthItselfCounts) {
  Hold("before", -absl::Hours(3));
  Resolve("before", "person 0", Outcome::kAccept, -absl::Hours(1));
  Hold("in", -absl::Hours(2));
  Resolve("in", "person 1", Outcome::kAccept, absl::Hours(2));
  const uint64_t last = Resolve("last", "person 2", Outcome::kAccept,
                                kEnd - kBegin - absl::Seconds(1));
  Resolve("after", "person 3", Outcome::kAccept, kEnd - kBegin);
  Add(EventKind::kUndo, "last", 1, kEnd - kBegin, "person 2", last);
  EXPECT_EQ(Told().people_count(), 2);
  EXPECT_EQ(Told().resolution_count(), 2);
  EXPECT_EQ(Told().undone_share(), 0);
  EXPECT_EQ(Told().median_seconds(), 4 * 3600);
}

TEST_F(TeamFiguresTest, CountsWhatWasUndoneOnce) {
  Fill(5);
  const uint64_t token = Resolve("x", "person 0", Outcome::kReject);
  for (int i = 0; i < 2; ++i)
    Add(EventKind::kUndo, "x", 2, absl::Hours(2), "person 1", token);
  EXPECT_NEAR(Told().undone_share(), 1.0 / 6, 1e-9);
}

TEST_F(TeamFiguresTest, TheMedianIsOfWhatWaitedForSomebody) {
  const struct {
    EventKind begins;
    absl::Duration waits;
  } kCases[] = {{EventKind::kDecision, absl::Minutes(1)},
                {EventKind::kNotice, absl::Minutes(5)},
                {EventKind::kUndo, absl::Minutes(9)}};
  for (const auto& test : kCases) {
    const std::string name = fmt::format("{}", static_cast<int>(test.begins));
    Add(test.begins, name, static_cast<int>(Verdict::kHold) + 1, {});
    Resolve(name, "ann", Outcome::kAccept, test.waits);
  }
  // Nobody waited for it.
  Resolve("other", "ann", Outcome::kAccept, absl::Hours(9));
  EXPECT_EQ(Told().median_seconds(), 5 * 60);
}

TEST_F(TeamFiguresTest, ComparesTwoPeopleOnOneWordingIfEnoughTookPart) {
  const auto twice = [&](const std::string& comment, int first, int second,
                         bool agree) {
    Hold(comment);
    Resolve(comment, fmt::format("person {}", first), Outcome::kReject);
    Resolve(comment, fmt::format("person {}", second),
            agree ? Outcome::kReject : Outcome::kKeep, absl::Hours(2));
  };
  Fill(5);
  twice("a", 0, 1, true);
  twice("b", 2, 3, false);
  EXPECT_FALSE(Told().has_agreement_share());
  twice("c", 0, 4, true);
  EXPECT_EQ(Told().twice_decided_count(), 3);
  EXPECT_NEAR(Told().agreement_share(), 2.0 / 3, 1e-9);
  // The same person twice, and another wording, are no second opinion.
  twice("d", 1, 1, false);
  Hold("c", absl::Hours(3));
  Resolve("c", "person 3", Outcome::kAccept, absl::Hours(4));
  EXPECT_EQ(Told().twice_decided_count(), 3);
}

TEST_F(TeamFiguresTest, NamesNobody) {
  Fill(6);
  EXPECT_EQ(Told().ShortDebugString().find("person "), std::string::npos);
}

}  // namespace
}  // namespace crible
