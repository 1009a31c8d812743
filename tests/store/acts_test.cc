// What the site's own system does: reports, withdrawals, publication, modes.

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

TEST_P(StoreContract, AReportPutsAPublishedCommentInTheQueue) {
  Record(Decision(1, Verdict::kAccept));
  const auto notice = store_->Apply(
      By("cms"),
      Notice{.comment = Name(1), .ground = "hate", .payload = "words"});
  CRIBLE_ASSERT_OK(notice);
  ReviewItem item = Item(1);
  EXPECT_EQ(item.queue, ReviewQueue::kReported);
  EXPECT_EQ(item.comment.state, CommentState::kAccepted);
  EXPECT_EQ(item.comment.reports, 1u);
  const std::string name = Name(1);
  EXPECT_EQ(Know({.comment = name}).reports, 1u);
  const absl::Time due = item.due;
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(1)}));
  item = Item(1);
  EXPECT_EQ(item.comment.reports, 2u);
  EXPECT_LT(item.due, due);
  const auto event = store_->FindEvent(*notice);
  CRIBLE_ASSERT_OK(event);
  EXPECT_EQ((*event)->ground, "hate");
  EXPECT_EQ((*event)->payload, "words");
}

TEST_P(StoreContract, AReportMayHoldWhatWasAccepted) {
  Record(Decision(1, Verdict::kAccept, "zoe"));
  CRIBLE_ASSERT_OK(
      store_->Apply(By("cms"), Notice{.comment = Name(1), .hold_after = 1}));
  EXPECT_EQ(Item(1).queue, ReviewQueue::kHeld);
  EXPECT_EQ(Comment(1).state, CommentState::kWaiting);
  EXPECT_EQ(Author("zoe").accepted, 0u);
}

TEST_P(StoreContract, AReportOfWhatIsOutOfSightIsKept) {
  Record(Decision(1, Verdict::kReject));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(1)}));
  EXPECT_EQ(Comment(1).reports, 1u);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
}

TEST_P(StoreContract, AReportOfWhatWaitsBringsItForward) {
  Record(Decision(1));
  Record(Decision(2));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(2)}));
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("2", "1"));
  EXPECT_EQ(Item(2).queue, ReviewQueue::kHeld);
}

TEST_P(StoreContract, AKeptReportLeavesTheQueueAndUndoBringsItBack) {
  Record(Decision(1, Verdict::kAccept));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Notice{.comment = Name(1)}));
  const auto kept = Resolve(1, Outcome::kKeep);
  CRIBLE_ASSERT_OK(kept);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *kept}));
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("1"));
  EXPECT_EQ(Item(1).queue, ReviewQueue::kReported);
}

TEST_P(StoreContract, AWithdrawnCommentWaitsForNobody) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  CRIBLE_ASSERT_OK(store_->Apply(By("cms"), Withdrawal{.comment = Name(1)}));
  EXPECT_EQ(Comment(1).state, CommentState::kWithdrawn);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
  EXPECT_THAT(store_->Apply(By("cms"), Withdrawal{.comment = Name(1)}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "before"));
  EXPECT_THAT(store_->Apply(By("cms"), Withdrawal{.comment = Name(2)}),
              StatusIs(absl::StatusCode::kNotFound, ""));
}

TEST_P(StoreContract, KnowsWhenACommentWasPublishedAndRemoved) {
  Record(Decision(1, Verdict::kAccept));
  const absl::Time first = kStart + absl::Minutes(1);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("cms"), PublicationNote{.comment = Name(1), .time = first}));
  EXPECT_EQ(Comment(1).published, first);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("cms"), PublicationNote{.comment = Name(1),
                                 .published = false,
                                 .time = first + absl::Hours(1)}));
  EXPECT_EQ(Comment(1).published, first);
  EXPECT_EQ(Comment(1).removed, first + absl::Hours(1));
}

TEST_P(StoreContract, AnArticlesModeHoldsForATime) {
  const std::string article = "sites/demo/articles/a";
  const auto mode = [&](absl::Duration later) {
    return Know({.article = article, .now = kStart + later}).mode;
  };
  EXPECT_EQ(mode({}), ArticleMode::kByPolicy);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("desk"), ArticleModeSetting{.site = "demo",
                                     .article = article,
                                     .mode = ArticleMode::kBefore,
                                     .until = kStart + absl::Hours(2)}));
  EXPECT_EQ(mode(absl::Hours(1)), ArticleMode::kBefore);
  EXPECT_EQ(mode(absl::Hours(2)), ArticleMode::kByPolicy);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("desk"),
      ArticleModeSetting{
          .site = "demo", .article = article, .mode = ArticleMode::kClosed}));
  EXPECT_EQ(mode(absl::Hours(9999)), ArticleMode::kClosed);
}

TEST_P(StoreContract, AnAuthorsStatusHoldsForATime) {
  CRIBLE_ASSERT_OK(store_->Apply(
      By("ann"), AuthorStatusSetting{.site = "demo",
                                     .author_id = "zoe",
                                     .status = AuthorStatus::kMuted,
                                     .until = kStart + absl::Hours(2)}));
  EXPECT_EQ(Author("zoe").status, AuthorStatus::kMuted);
  EXPECT_EQ(
      Know({.author_id = "zoe", .now = kStart + absl::Hours(3)}).author->status,
      AuthorStatus::kNormal);
  // The first comment comes later, and is the first that is seen.
  Record(Decision(1, Verdict::kAccept, "zoe"));
  EXPECT_EQ(Author("zoe").comments, 1u);
  EXPECT_EQ(Author("zoe").first_seen, kStart + absl::Seconds(1));
  EXPECT_EQ(Author("zoe").status, AuthorStatus::kMuted);
}

TEST_P(StoreContract, KeepsFeedback) {
  Record(Decision(1));
  const auto token =
      store_->Apply(By("ann"), Feedback{.comment = Name(1),
                                        .kind = FeedbackKind::kWrongReason,
                                        .payload = "not a loan"});
  CRIBLE_ASSERT_OK(token);
  const auto event = store_->FindEvent(*token);
  EXPECT_EQ((*event)->code, static_cast<int>(FeedbackKind::kWrongReason));
  EXPECT_EQ((*event)->payload, "not a loan");
  EXPECT_EQ((*event)->refers, Comment(1).decision);
}

}  // namespace
}  // namespace crible
