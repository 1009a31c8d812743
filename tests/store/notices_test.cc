#include "store/notices.h"

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

TEST(Notices, WeighByTheRecord) {
  const struct {
    uint32_t upheld, unfounded, weight;
  } kCases[] = {{0, 0, 1}, {0, 4, 1}, {0, 5, 0}, {1, 4, 1}, {1, 5, 0},
                {4, 0, 1}, {5, 0, 2}, {4, 1, 2}, {7, 2, 1}, {8, 2, 2}};
  for (const auto& c : kCases) {
    EXPECT_EQ(WeightOf({.upheld = c.upheld, .unfounded = c.unfounded}),
              c.weight)
        << c.upheld << " " << c.unfounded;
  }
}

class NoticesTest : public StoreContract {
 protected:
  absl::StatusOr<uint64_t> Report(int i, const std::string& who,
                                  const std::string& request_id = "",
                                  std::optional<uint32_t> hold_after = {}) {
    return store_->Apply(By("cms"), Notice{.comment = Name(i),
                                           .ground = "insult",
                                           .reporter = who,
                                           .request_id = request_id,
                                           .hold_after = hold_after});
  }
  // `who` reports `n` comments, from the i-th on, that people then judge so.
  void MakeRecord(const std::string& who, int i, int n, Outcome outcome) {
    for (int k = i; k < i + n; ++k) {
      Record(Decision(k, Verdict::kAccept));
      CRIBLE_ASSERT_OK(Report(k, who));
      CRIBLE_ASSERT_OK(Resolve(k, outcome));
    }
  }
};
INSTANTIATE_TEST_SUITE_P(All, NoticesTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(NoticesTest, ACallThatIsRepeatedIsOneReport) {
  Record(Decision(1, Verdict::kAccept));
  Record(Decision(2, Verdict::kAccept));
  const auto first = Report(1, "eva", "call-1");
  CRIBLE_ASSERT_OK(first);
  EXPECT_EQ(*Report(1, "eva", "call-1"), *first);
  EXPECT_EQ(Comment(1).reports, 1u);
  EXPECT_THAT(Report(2, "eva", "call-1"),
              StatusIs(absl::StatusCode::kAlreadyExists, "request_id"));
  CRIBLE_ASSERT_OK(Report(1, "eva", "call-2"));
  CRIBLE_ASSERT_OK(Report(1, "eva"));
  CRIBLE_ASSERT_OK(Report(1, "eva"));
  EXPECT_EQ(Comment(1).reports, 4u);
}

TEST_P(NoticesTest, OneReaderCountsOnce) {
  Record(Decision(1, Verdict::kAccept));
  const std::string name = Name(1);
  for (int i = 0; i < 3; ++i) CRIBLE_ASSERT_OK(Report(1, "eva", "", 3));
  EXPECT_EQ(Know({.comment = name}).reports, 1u);
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  CRIBLE_ASSERT_OK(Report(1, "max", "", 3));
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  CRIBLE_ASSERT_OK(Report(1, "", "", 3));
  EXPECT_EQ(Comment(1).state, CommentState::kWaiting);
  EXPECT_EQ(Item(1).queue, ReviewQueue::kHeld);
  EXPECT_EQ(Know({.comment = name}).reports, 3u);
}

TEST_P(NoticesTest, WhoIsNearlyAlwaysWrongHoldsNothing) {
  MakeRecord("troll", 10, 5, Outcome::kKeep);
  Record(Decision(1, Verdict::kAccept));
  CRIBLE_ASSERT_OK(Report(1, "troll", "", 1));
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  EXPECT_EQ(Item(1).queue, ReviewQueue::kReported);  // a person still reads it
  Record(Decision(2, Verdict::kAccept));
  CRIBLE_ASSERT_OK(Report(2, "eva", "", 1));
  EXPECT_EQ(Comment(2).state, CommentState::kWaiting);
  const auto notices = store_->ListNotices(Name(1), 10);
  CRIBLE_ASSERT_OK(notices);
  ASSERT_EQ(notices->size(), 1u);
  EXPECT_EQ((*notices)[0].weight, 0u);
  EXPECT_EQ((*notices)[0].record.unfounded, 5u);
}

TEST_P(NoticesTest, WhoIsNearlyAlwaysRightComesSooner) {
  MakeRecord("watchful", 10, 5, Outcome::kReject);
  MakeRecord("troll", 20, 5, Outcome::kKeep);
  for (int i = 1; i <= 3; ++i) Record(Decision(i, Verdict::kAccept));
  CRIBLE_ASSERT_OK(Report(1, "troll"));
  CRIBLE_ASSERT_OK(Report(2, "eva"));
  CRIBLE_ASSERT_OK(Report(3, "watchful"));
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("3", "2", "1"));
}

TEST_P(NoticesTest, AGroundRaisesTheLaneAndNothingLowersItUntilItIsAnswered) {
  MakeRecord("troll", 20, 5, Outcome::kKeep);
  for (int i = 1; i <= 3; ++i) Record(Decision(i));
  const auto report = [&](int i, const std::string& ground, Lane lane,
                          const std::string& who) {
    CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(i),
                                                     .ground = ground,
                                                     .lane = lane,
                                                     .reporter = who}));
  };
  report(3, "threat", Lane::kUrgent, "eva");
  report(2, "hate", Lane::kFirst, "eva");
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("3", "2", "1"));
  EXPECT_THAT(Listed({.site = "demo", .lane = Lane::kUrgent}),
              ElementsAre("3"));
  report(1, "threat", Lane::kUrgent, "troll");
  EXPECT_EQ(Item(1).lane, Lane::kNormal);
  EXPECT_THAT(Item(1).reported_grounds, ElementsAre());
  const absl::Time due = Item(3).due;
  report(3, "off_topic", Lane::kNormal, "max");
  EXPECT_EQ(Item(3).lane, Lane::kUrgent);
  EXPECT_LT(Item(3).due, due);
  EXPECT_THAT(Item(3).reported_grounds, ElementsAre("off_topic", "threat"));
  CommentDecision edited = Decision(3);
  edited.content = "another";
  Record(edited);
  EXPECT_EQ(Item(3).lane, Lane::kUrgent);
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("3", "2", "1"));
  CRIBLE_ASSERT_OK(Resolve(3, Outcome::kAccept));
  report(3, "off_topic", Lane::kNormal, "leo");
  EXPECT_EQ(Item(3).lane, Lane::kNormal);
  EXPECT_THAT(Item(3).reported_grounds, ElementsAre("off_topic"));
}

TEST_P(NoticesTest, EachReportIsAnsweredAndAnUndoTakesTheAnswerBack) {
  Record(Decision(1, Verdict::kAccept));
  const auto eva = Report(1, "eva");
  const auto max = Report(1, "max");
  const auto kept = Resolve(1, Outcome::kKeep);
  CRIBLE_ASSERT_OK(kept);
  const auto answers = [&] {
    std::vector<Event> found;
    const auto events = store_->ReadEvents({.comment = Name(1)}, 0, 100);
    for (const Event& event : *events) {
      if (event.kind == EventKind::kNoticeAnswer) found.push_back(event);
    }
    return found;
  };
  ASSERT_EQ(answers().size(), 2u);
  EXPECT_EQ(answers()[0].refers, *eva);
  EXPECT_EQ(answers()[1].refers, *max);
  EXPECT_EQ(answers()[0].code, static_cast<int>(Outcome::kKeep));
  EXPECT_EQ(store_->ListNotices(Name(1), 10)->at(0).record.unfounded, 1u);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *kept}));
  EXPECT_EQ(store_->ListNotices(Name(1), 10)->at(0).record.unfounded, 0u);
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  ASSERT_EQ(answers().size(), 4u);
  EXPECT_EQ(answers()[3].code, static_cast<int>(Outcome::kReject));
  EXPECT_EQ(store_->ListNotices(Name(1), 10)->at(0).record.upheld, 1u);
}

}  // namespace
}  // namespace crible
