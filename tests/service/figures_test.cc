#include "service/figures.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

class FiguresTest : public testing::Test {
 protected:
  static inline const absl::Time kBegin = absl::FromUnixSeconds(1'704'067'200);
  static inline const absl::Time kEnd = absl::FromUnixSeconds(1'735'689'600);

  void Add(EventKind kind, const std::string& comment, int code,
           absl::Duration at, const std::string& ground = "") {
    figures_.Add({.kind = kind,
                  .time = kBegin + at,
                  .comment = comment,
                  .code = code,
                  .ground = ground});
  }
  static int Code(Verdict verdict) { return static_cast<int>(verdict) + 1; }
  static int Code(Outcome outcome) { return static_cast<int>(outcome); }
  double Value(const std::string& figure, const std::string& ground,
               const std::string& kind) {
    v1::YearlyFigures all;
    figures_.Fill(&all);
    for (const v1::YearlyFigure& one : all.figures()) {
      if (one.figure() == figure && one.ground() == ground &&
          one.kind() == kind)
        return one.value();
    }
    return -1;
  }

  Figures figures_{kBegin, kEnd};
};

TEST_F(FiguresTest, CountsMeasuresByGroundAndMeans) {
  Add(EventKind::kDecision, "a", Code(Verdict::kReject), {}, "spam");
  Add(EventKind::kDecision, "b", Code(Verdict::kHold), {}, "insult");
  Add(EventKind::kResolution, "b", Code(Outcome::kReject), absl::Hours(1),
      "insult");
  Add(EventKind::kDecision, "c", Code(Verdict::kAccept), {});
  Add(EventKind::kResolution, "c", Code(Outcome::kReject), absl::Hours(1),
      "hate");
  EXPECT_EQ(Value("measures", "", ""), 3);
  EXPECT_EQ(Value("measures", "spam", "found by tool, decided by tool"), 1);
  EXPECT_EQ(Value("measures", "insult", "found by tool, decided by person"), 1);
  EXPECT_EQ(Value("measures", "hate", "found by person, decided by person"), 1);
  // A person was of another opinion, twice in other words.
  Add(EventKind::kRectification, "a", Code(Outcome::kAccept), absl::Hours(2));
  Add(EventKind::kUndo, "b", Code(Outcome::kReject), absl::Hours(2));
  EXPECT_EQ(Value("measures", "", ""), 1);
  EXPECT_EQ(Value("automated_refusals", "", ""), 1);
  EXPECT_EQ(Value("automated_refusals", "", "overturned by a person"), 1);
}

TEST_F(FiguresTest, CountsNoticesAndHowLongTheyWait) {
  for (const int i : {1, 2, 3}) {
    const std::string name = std::string(1, 'a' + i);
    Add(EventKind::kDecision, name, Code(Verdict::kAccept), {});
    Add(EventKind::kNotice, name, 0, absl::Hours(1), "insult");
    Add(EventKind::kResolution, name,
        i == 3 ? Code(Outcome::kReject) : Code(Outcome::kKeep),
        absl::Hours(1 + i), i == 3 ? "insult" : "");
  }
  Add(EventKind::kNotice, "b", 0, absl::Hours(9), "hate");  // unanswered
  EXPECT_EQ(Value("notices", "", ""), 4);
  EXPECT_EQ(Value("notices", "insult", ""), 3);
  EXPECT_EQ(Value("notices_followed", "insult", ""), 1);
  EXPECT_EQ(Value("measures", "insult", "found by notice, decided by person"),
            1);
  EXPECT_EQ(Value("median_seconds", "", "from notice to decision"), 7200);
}

TEST_F(FiguresTest, MeasuresErrorOnWhatChanceChoseAlone) {
  EXPECT_EQ(Value("automated_error", "", "share"), -1);  // no sample, no share
  for (int i = 0; i < 40; ++i) {
    const std::string name = std::to_string(i);
    Add(EventKind::kDecision, name, Code(Verdict::kAccept), {},
        i < 20 ? kSampleGround : "");
    Add(EventKind::kResolution, name,
        i % 10 == 0 ? Code(Outcome::kReject) : Code(Outcome::kKeep),
        absl::Hours(1));
  }
  EXPECT_EQ(Value("automated_acceptances", "",
                  "chosen by chance and read by a person"),
            20);
  EXPECT_DOUBLE_EQ(Value("automated_error", "", "share"), 0.1);
  EXPECT_NEAR(Value("automated_error", "", "lower end, 95 %"), 0.0123, 1e-4);
  EXPECT_NEAR(Value("automated_error", "", "upper end, 95 %"), 0.3170, 1e-4);
}

TEST_F(FiguresTest, CountsOneYear) {
  Add(EventKind::kDecision, "a", Code(Verdict::kHold), -absl::Hours(1),
      "insult");
  Add(EventKind::kResolution, "a", Code(Outcome::kReject), absl::Hours(1),
      "insult");
  Add(EventKind::kDecision, "b", Code(Verdict::kReject), -absl::Hours(1));
  Add(EventKind::kDecision, "c", Code(Verdict::kReject), kEnd - kBegin);
  EXPECT_EQ(Value("measures", "", ""), 1);
  EXPECT_EQ(Value("median_seconds", "", "from hold to decision"), 7200);
}

}  // namespace
}  // namespace crible
