// What Crible does to the queue by itself: expiry, and deciding again.

#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExpiryTest : public StoreContract {
 protected:
  absl::StatusOr<uint64_t> Expire(int i, Outcome outcome, uint64_t version) {
    return store_->Apply(By("crible"), Expiry{.comment = Name(i),
                                              .version = version,
                                              .outcome = outcome,
                                              .ground = "unread"});
  }
  absl::StatusOr<uint64_t> Expire(int i, Outcome outcome) {
    return Expire(i, outcome, Item(i).version);
  }
  absl::Status RecordAgain(CommentDecision decision) {
    decision.again = true;
    return store_->Record(std::move(decision))->Wait();
  }
};
INSTANTIATE_TEST_SUITE_P(All, ExpiryTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(ExpiryTest, WhatExpiresIsPublishedAndLookedAtOrEndsOrGoesToTheDesk) {
  for (int i = 1; i <= 3; ++i) Record(Decision(i, Verdict::kHold, "zoe"));
  const auto published = Expire(1, Outcome::kAccept);
  CRIBLE_ASSERT_OK(published);
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  EXPECT_EQ(Item(1).queue, ReviewQueue::kLook);
  EXPECT_TRUE(Item(1).open);
  CRIBLE_ASSERT_OK(Expire(2, Outcome::kSetAside));
  EXPECT_EQ(Comment(2).state, CommentState::kSetAside);
  EXPECT_FALSE(Item(2).open);
  CRIBLE_ASSERT_OK(Expire(3, Outcome::kHandOn));
  EXPECT_EQ(Comment(3).state, CommentState::kWaiting);
  EXPECT_TRUE(Item(3).desk);
  // What was set aside is not held against its author.
  EXPECT_EQ(Author("zoe").accepted, 1u);
  EXPECT_EQ(Author("zoe").refused, 0u);
  const auto event = store_->FindEvent(*published);
  CRIBLE_ASSERT_OK(event);
  EXPECT_EQ((*event)->kind, EventKind::kExpiry);
  EXPECT_EQ((*event)->code, static_cast<int>(Outcome::kAccept));
  EXPECT_EQ((*event)->refers, Comment(1).decision);
  // None of it is a person's earlier decision about the text.
  EXPECT_EQ(Comment(2).resolution, 0u);
}

TEST_P(ExpiryTest, IsUndone) {
  int i = 0;
  for (const Outcome outcome :
       {Outcome::kAccept, Outcome::kSetAside, Outcome::kHandOn}) {
    Record(Decision(++i, Verdict::kHold, "zoe"));
    const auto expired = Expire(i, outcome);
    CRIBLE_ASSERT_OK(expired);
    CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *expired}));
    EXPECT_EQ(Comment(i).state, CommentState::kWaiting);
    EXPECT_EQ(Item(i).queue, ReviewQueue::kHeld);
    EXPECT_TRUE(Item(i).open);
    EXPECT_FALSE(Item(i).desk);
    EXPECT_EQ(Author("zoe").accepted, 0u);
    // Now a person decides, whatever the clock says.
    EXPECT_THAT(Expire(i, outcome),
                StatusIs(absl::StatusCode::kFailedPrecondition, "before"));
  }
}

TEST_P(ExpiryTest, LeavesWhatAPersonHasInHand) {
  Record(Decision(1));
  const uint64_t version = Item(1).version;
  CRIBLE_ASSERT_OK(store_->Claim({.subject = "ann",
                                  .lease = absl::Hours(2),
                                  .now = kStart,
                                  .comments = {Name(1)}}));
  EXPECT_THAT(Expire(1, Outcome::kAccept),
              StatusIs(absl::StatusCode::kFailedPrecondition, "reads"));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_THAT(Expire(1, Outcome::kAccept, version),
              StatusIs(absl::StatusCode::kAborted, "changed"));
  EXPECT_EQ(Comment(1).state, CommentState::kRefused);
  CommentDecision look = Decision(2, Verdict::kAccept);
  look.look = true;
  Record(look);
  EXPECT_THAT(Expire(2, Outcome::kSetAside),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not held"));
  EXPECT_THAT(Expire(3, Outcome::kAccept, 1),
              StatusIs(absl::StatusCode::kNotFound, ""));
}

TEST_P(ExpiryTest, SitesThatWaitAreListed) {
  EXPECT_THAT(*store_->ListWaitingSites(false), IsEmpty());
  CommentDecision faulty = Decision(1);
  faulty.site = "b";
  faulty.fault_only = true;
  Record(faulty);
  CommentDecision other = Decision(2);
  other.site = "a";
  Record(other);
  Record(Decision(3));
  EXPECT_THAT(*store_->ListWaitingSites(false), ElementsAre("a", "b", "demo"));
  EXPECT_THAT(*store_->ListWaitingSites(true), ElementsAre("b"));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kAccept));
  EXPECT_THAT(*store_->ListWaitingSites(true), IsEmpty());
  EXPECT_THAT(*store_->CountHeld("a"), 1u);
  EXPECT_THAT(*store_->CountHeld("b"), 0u);
}

TEST_P(ExpiryTest, WhatAFaultAloneHeldIsDecidedAgain) {
  CommentDecision faulty = Decision(1, Verdict::kHold, "zoe");
  faulty.fault_only = true;
  Record(faulty);
  const uint64_t first = Comment(1).decision;
  CommentDecision again = Decision(1, Verdict::kAccept, "zoe");
  again.subject = "crible";
  CRIBLE_ASSERT_OK(RecordAgain(again));
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  EXPECT_FALSE(Item(1).open);
  EXPECT_EQ(Author("zoe").comments, 1u);
  EXPECT_EQ(Author("zoe").accepted, 1u);
  const auto events = store_->ReadEvents({.site = "demo"}, 0, 10);
  CRIBLE_ASSERT_OK(events);
  ASSERT_EQ(events->size(), 1u);  // decisions are not among them
  EXPECT_EQ((*events)[0].kind, EventKind::kRedecision);
  EXPECT_EQ((*events)[0].code, static_cast<int>(Verdict::kAccept) + 1);
  EXPECT_EQ((*events)[0].refers, Comment(1).decision);
  EXPECT_GT(Comment(1).decision, first);
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
}

TEST_P(ExpiryTest, APersonsDecisionGoesBeforeOneTakenAgain) {
  CommentDecision faulty = Decision(1);
  faulty.fault_only = true;
  Record(faulty);
  CRIBLE_ASSERT_OK(store_->Claim({.subject = "ann",
                                  .lease = absl::Hours(2),
                                  .now = kStart,
                                  .comments = {Name(1)}}));
  CommentDecision again = Decision(1, Verdict::kAccept);
  again.again = true;
  // In time with others, so that one refusal takes nobody along.
  const CommitPointer refused = store_->Record(again);
  const CommitPointer other = store_->Record(Decision(2));
  store_->Flush();
  EXPECT_THAT(refused->Wait(), StatusIs(absl::StatusCode::kAborted, ""));
  EXPECT_THAT(other->Wait(), IsOk());
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_THAT(RecordAgain(again), StatusIs(absl::StatusCode::kAborted, ""));
  EXPECT_EQ(Comment(1).state, CommentState::kRefused);
  EXPECT_THAT(RecordAgain(Decision(3)),
              StatusIs(absl::StatusCode::kAborted, ""));
}

}  // namespace
}  // namespace crible
