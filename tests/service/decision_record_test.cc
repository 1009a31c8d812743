#include "service/decision_record.h"

#include "crible/v1/comment_record.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/moderator.h"
#include "service/test_bundle.h"
#include "store/store.h"
#include "support/manual_clock.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {
namespace {

class PatientCaller : public Caller {
 public:
  bool Waits() const override { return true; }
};

// What a moderator and a store do together, over restarts.
class DecisionRecordTest : public testing::Test {
 protected:
  void SetUp() override { Restart(); }

  void Restart() {
    moderator_.reset();
    store_.reset();
    auto store = OpenStore(
        {.folder = folder_ / "data", .linger = absl::Milliseconds(1)});
    CRIBLE_ASSERT_OK(store);
    store_ = *std::move(store);
    moderator_ = std::make_unique<Moderator>(
        &engine_, &facts_, &clock_, DecisionMemory::Options(), store_.get());
  }

  static v1::ModerateCommentRequest Request(const std::string& body,
                                            const std::string& id = "") {
    v1::ModerateCommentRequest request;
    request.set_parent("sites/demo");
    request.mutable_comment()->set_body(body);
    request.mutable_comment()->mutable_author()->set_id("zoe");
    if (!id.empty())
      request.mutable_comment()->set_name("sites/demo/comments/" + id);
    return request;
  }
  RpcStatus Send(v1::ModerateCommentRequest request) {
    clock_.Advance(absl::Seconds(1));
    const RpcStatus status =
        moderator_->Moderate(PatientCaller(), nullptr, "", &request, &work_);
    if (!IsOk(status)) return status;
    if (!Moderator::MustWait(work_)) return status;
    return work_.commit->Wait().ok() ? status : NotRecordedError();
  }
  v1::Decision Decide(const v1::ModerateCommentRequest& request) {
    const RpcStatus status = Send(request);
    EXPECT_TRUE(IsOk(status)) << status.message();
    v1::Decision decision;
    EXPECT_TRUE(decision.ParseFromString(work_.decision));
    return decision;
  }
  v1::CommentRecord Kept(const std::string& name) {
    store_->Flush();
    const auto comment = store_->FindComment(name);
    v1::CommentRecord record;
    EXPECT_TRUE(comment.ok() && comment->has_value());
    if (comment.ok() && *comment) record.ParseFromString((*comment)->payload);
    return record;
  }

  static constexpr char kHeld[] = "Voici une offre de prêt";
  static constexpr char kFine[] = "Merci pour cet article";

  TestFolder folder_;
  ManualClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  Engine engine_{TestBundle()};
  NoFacts facts_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Moderator> moderator_;
  Work work_;
};

TEST_F(DecisionRecordTest, AHoldWaitsForTheDiskAndAnAcceptanceDoesNot) {
  Decide(Request(kHeld, "1"));
  EXPECT_TRUE(Moderator::MustWait(work_));
  Decide(Request(kFine, "2"));
  EXPECT_FALSE(Moderator::MustWait(work_));
}

TEST_F(DecisionRecordTest, KeepsWhatWasSentAndDecided) {
  v1::ModerateCommentRequest request = Request(kHeld, "1");
  request.mutable_article()->set_name("sites/demo/articles/a");
  request.mutable_article()->set_title("A title");
  request.mutable_article()->set_text("The text");
  request.mutable_article()->add_tags("a tag");
  request.mutable_comment()->set_article("sites/demo/articles/a");
  request.add_reason_languages("en");
  const v1::Decision decision = Decide(request);
  const v1::CommentRecord record = Kept(decision.comment());
  EXPECT_EQ(record.comment().name(), decision.comment());
  EXPECT_EQ(record.comment().body(), kHeld);
  EXPECT_EQ(record.comment().author().id(), "zoe");
  EXPECT_EQ(record.article().title(), "A title");
  EXPECT_EQ(record.article().tags(0), "a tag");
  EXPECT_EQ(record.article().text(), "");
  EXPECT_EQ(record.decision().name(), decision.name());
  EXPECT_EQ(record.decision().reasons(0).texts_size(), 2);
  const auto article = store_->FindArticle(record.article_digest());
  CRIBLE_ASSERT_OK(article);
  v1::Article whole;
  ASSERT_TRUE(whole.ParseFromString(**article));
  EXPECT_EQ(whole.text(), "The text");
  const auto item = store_->GetItem(decision.comment());
  CRIBLE_ASSERT_OK(item);
  EXPECT_EQ(item->queue, ReviewQueue::kHeld);
  for (const char* label : {"rule:loans/offer", "category:spam"}) {
    const auto found = store_->ListItems({.site = "demo", .label = label}, {},
                                         10, clock_.Now());
    EXPECT_EQ(found->size(), 1u) << label;
  }
}

TEST_F(DecisionRecordTest, TheTableOfIdentityHoldsOverARestart) {
  const v1::Decision held = Decide(Request(kHeld, "1"));
  const v1::Decision fine = Decide(Request(kFine, "2"));
  v1::ModerateCommentRequest called = Request(kHeld);
  called.set_request_id("r");
  const v1::Decision call = Decide(called);
  store_->Flush();
  Restart();
  // The same name, the same content; other languages only.
  EXPECT_EQ(Decide(Request(kHeld, "1")).SerializeAsString(),
            held.SerializeAsString());
  EXPECT_EQ(Decide(Request(kFine, "2")).SerializeAsString(),
            fine.SerializeAsString());
  v1::ModerateCommentRequest english = Request(kHeld, "1");
  english.add_reason_languages("en");
  EXPECT_EQ(Decide(english).reasons(0).texts(0).language(), "en");
  EXPECT_EQ(Decide(english).name(), held.name());
  // A request_id again, with the same content and with other content.
  EXPECT_EQ(Decide(called).SerializeAsString(), call.SerializeAsString());
  called.mutable_comment()->set_body(kFine);
  EXPECT_EQ(Send(called).message().substr(0, 10), "request_id");
  // An edit, and a recheck.
  const v1::Decision edited = Decide(Request(kFine, "1"));
  EXPECT_EQ(edited.supersedes(), held.name());
  EXPECT_EQ(edited.verdict(), v1::VERDICT_ACCEPT);
  v1::ModerateCommentRequest recheck = Request(kFine, "2");
  recheck.set_recheck(true);
  EXPECT_EQ(Decide(recheck).supersedes(), fine.name());
}

TEST_F(DecisionRecordTest, ACallIsForgottenAfterADay) {
  v1::ModerateCommentRequest called = Request(kHeld);
  called.set_request_id("r");
  Decide(called);
  Restart();
  clock_.Advance(absl::Hours(25));
  called.mutable_comment()->set_body(kFine);
  EXPECT_EQ(Decide(called).verdict(), v1::VERDICT_ACCEPT);
}

TEST_F(DecisionRecordTest, WhatCouldNotBeKeptIsDecidedAnew) {
  auto lost = std::make_shared<RememberedDecision>();
  lost->commit = std::make_shared<Commit>();
  lost->commit->Settle(absl::UnavailableError("full"));
  v1::ModerateCommentRequest request = Request(kHeld, "1");
  const v1::Decision first = Decide(request);
  moderator_->memory().RememberComment(
      moderator_->hash()("sites/demo/comments/1"), lost, true, clock_.Now());
  const v1::Decision again = Decide(request);
  EXPECT_EQ(again.verdict(), v1::VERDICT_HOLD);
  EXPECT_NE(again.name(), first.name());
}

TEST(ParseHash, ReadsWhatToHexWrote) {
  const Hash128 hash{.low = 0x0123456789abcdef, .high = 0xfedcba9876543210};
  EXPECT_EQ(ParseHash(ToHex(hash)), hash);
  EXPECT_EQ(ParseHash("short"), Hash128());
}

TEST(FromRecord, IsNullForWhatIsErased) {
  EXPECT_EQ(FromRecord("", ""), nullptr);
  EXPECT_EQ(FromRecord("", "no message \xff"), nullptr);
}

}  // namespace
}  // namespace crible
