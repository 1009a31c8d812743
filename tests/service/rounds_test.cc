#include "service/rounds.h"

#include "service/review_fixture.h"
#include "signals/fact_keys.h"

namespace crible {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPolicy[] = R"(
[group]
faults.facts = "hold"
[[site]]
id = "demo"
queue.expire_after_hours = 48
[[when]]
section = "justice"
queue.expire_after_hours = 12
queue.on_expiry = "refuse"
[[when]]
article = "sites/demo/articles/desk"
queue.on_expiry = "desk"
)";

// Answers, or does not.
class FacultativeFacts : public Facts {
 public:
  explicit FacultativeFacts(Facts* facts) : facts_(*facts) {}
  void Observe(const FactQuery& query, absl::Time now, absl::Duration budget,
               ObservedFacts* facts) override {
    facts_.Observe(query, now, budget, facts);
    ++asked;
    if (!answers) facts->faults.push_back({Part::kFacts, "no answer"});
  }
  void Forget(const FactRemoval& removal) override {
    forgotten.insert(forgotten.end(), removal.comments.begin(),
                     removal.comments.end());
    authors.insert(authors.end(), removal.authors.begin(),
                   removal.authors.end());
  }
  bool answers = true;
  std::vector<uint64_t> forgotten, authors;
  int asked = 0;

 private:
  Facts& facts_;
};

class RoundsTest : public ReviewFixture {
 protected:
  RoundsTest() { engine_.Activate(TestBundle(kPolicy)); }

  v1::Decision Post(const std::string& id, const std::string& body,
                    const std::string& article = "a",
                    const std::string& section = "") {
    v1::ModerateCommentRequest request;
    request.mutable_comment()->set_name(CommentName(id));
    request.mutable_comment()->set_body(body);
    const std::string name = "sites/demo/articles/" + article;
    request.mutable_comment()->set_article(name);
    request.mutable_comment()->mutable_author()->set_id("zoe");
    if (!section.empty()) {
      request.mutable_article()->set_name(name);
      request.mutable_article()->set_section(section);
      request.mutable_article()->set_text("Le texte de l'article");
    }
    return SendRequest(&posting_, &request);
  }
  void Advance(absl::Duration time) {
    clock_.Advance(time);
    rounds_.Run();
  }
  v1::CommentState StateOf(const std::string& id) { return Get(id).state(); }

  FacultativeFacts world_{&facts_};
  Moderator posting_{&engine_, &world_, &clock_, {}, store_.get()};
  QueueRounds rounds_{&engine_, &clock_, store_.get(), &posting_};
};

TEST_F(RoundsTest, WhatIsHeldExpiresAsThePolicySays) {
  Post("look", kHeld);
  Post("refuse", kHeld, "b", "Justice");
  Post("desk", kHeld, "desk");
  Advance(absl::Hours(11));
  EXPECT_EQ(Listed({}).size(), 3u);
  Advance(absl::Hours(2));
  EXPECT_EQ(StateOf("refuse"), v1::COMMENT_STATE_SET_ASIDE);
  EXPECT_EQ(StateOf("look"), v1::COMMENT_STATE_WAITING);
  const v1::ReviewItem refused = Get("refuse");
  EXPECT_EQ(refused.history(0).kind(), v1::EVENT_KIND_EXPIRY);
  EXPECT_EQ(refused.history(0).outcome(), v1::OUTCOME_SET_ASIDE);
  EXPECT_EQ(refused.history(0).ground(), "unread");
  EXPECT_EQ(refused.history(0).subject(), "crible");
  Advance(absl::Hours(36));
  EXPECT_EQ(StateOf("look"), v1::COMMENT_STATE_ACCEPTED);
  EXPECT_EQ(Get("look").queue(), v1::REVIEW_QUEUE_LOOK);
  EXPECT_EQ(StateOf("desk"), v1::COMMENT_STATE_WAITING);
  EXPECT_TRUE(Get("desk").desk());
  v1::UndoResolutionRequest undo;
  undo.set_name(refused.history(0).name());
  v1::ReviewItem item;
  ASSERT_TRUE(IsOk(reviewer_.Undo(undo, "ann", &item)));
  EXPECT_EQ(item.state(), v1::COMMENT_STATE_WAITING);
}

TEST_F(RoundsTest, WhatWhoeverObjectsWroteIsNotSetAsideUnread) {
  Post("1", kHeld, "b", "Justice");
  CRIBLE_ASSERT_OK(store_->Apply(
      {.subject = "dpo", .now = clock_.Now()},
      AuthorWishes{.site = "demo", .author_id = "zoe", .objects = true}));
  Advance(absl::Hours(13));
  EXPECT_EQ(StateOf("1"), v1::COMMENT_STATE_WAITING);
  EXPECT_TRUE(Get("1").desk());
}

TEST_F(RoundsTest, NothingUnderPriorReviewIsPublishedUnread) {
  Post("night", kHeld, "trial");
  v1::SetArticleModeRequest mode;
  mode.set_name("sites/demo/articles/trial");
  mode.set_mode(v1::ARTICLE_MODE_BEFORE);
  v1::Event event;
  ASSERT_TRUE(IsOk(desk_.SetArticleMode(mode, "desk", &event)));
  Advance(absl::Hours(49));
  EXPECT_EQ(StateOf("night"), v1::COMMENT_STATE_WAITING);
  EXPECT_TRUE(Get("night").desk());
}

TEST_F(RoundsTest, WhatAnotherServerErasedIsForgottenInTheNextRound) {
  Post("1", kFine);
  store_->Flush();
  rounds_.Run();
  EXPECT_EQ(posting_.memory().comments(), 1u);
  const Actor officer{.subject = "dpo", .now = clock_.Now()};
  CRIBLE_ASSERT_OK(store_->Erase(
      officer, {.site = "demo", .author_ids = {"zoe"}, .uncounted = {42}}));
  rounds_.Run();
  EXPECT_EQ(posting_.memory().comments(), 0u);
  const auto counted = [](const char* id) {
    return CommentFactHash("demo", CommentName(id));
  };
  EXPECT_EQ(world_.forgotten, std::vector({counted("1")}));
  EXPECT_THAT(world_.authors, ElementsAre(42));

  Post("2", kFine);
  store_->Flush();
  rounds_.Run();
  EXPECT_EQ(posting_.memory().comments(), 1u);
  CRIBLE_ASSERT_OK(
      store_->Apply(officer, RemovalOrder{.comment = CommentName("2")}));
  rounds_.Run();
  EXPECT_EQ(posting_.memory().comments(), 0u);
  EXPECT_EQ(world_.forgotten.size(), 1u);

  CRIBLE_ASSERT_OK(
      store_->Apply(officer, Restriction{.comment = CommentName("2")}));
  rounds_.Run();
  EXPECT_EQ(world_.forgotten, std::vector({counted("1"), counted("2")}));
  rounds_.Run();
  EXPECT_EQ(world_.forgotten.size(), 2u);
}

TEST_F(RoundsTest, NothingExpiresInAPersonsHands) {
  Post("1", kHeld);
  clock_.Advance(absl::Hours(48));
  v1::ClaimReviewItemsRequest claim;
  claim.set_parent("sites/demo");
  v1::ClaimReviewItemsResponse claimed;
  ASSERT_TRUE(IsOk(reviewer_.Claim(claim, "ann", &claimed)));
  Advance(absl::Minutes(1));
  EXPECT_EQ(StateOf("1"), v1::COMMENT_STATE_WAITING);
  Advance(absl::Minutes(2));
  EXPECT_EQ(StateOf("1"), v1::COMMENT_STATE_ACCEPTED);
}

TEST_F(RoundsTest, WhatAFaultHeldIsDecidedAgainWhenThePartIsBack) {
  world_.answers = false;
  for (const char* id : {"1", "2", "3", "4"})
    EXPECT_EQ(Post(id, kFine, "b", "sport").verdict(), v1::VERDICT_HOLD);
  EXPECT_EQ(Post("5", kHeld).verdict(), v1::VERDICT_HOLD);
  EXPECT_TRUE(Get("1").fault_only());
  EXPECT_FALSE(Get("5").fault_only());
  // As long as the part does not answer, few are tried, and ever less often.
  world_.asked = 0;
  for (int second = 0; second < 600; ++second) Advance(absl::Seconds(1));
  EXPECT_GT(world_.asked, 3);
  EXPECT_LT(world_.asked, 60);
  EXPECT_EQ(Listed({}).size(), 5u);
  world_.answers = true;
  for (int second = 0; second < 600; ++second) Advance(absl::Seconds(1));
  EXPECT_THAT(Listed({}), ElementsAre("5"));
  const v1::ReviewItem item = Get("1");
  EXPECT_EQ(item.state(), v1::COMMENT_STATE_ACCEPTED);
  const v1::Event& told = item.history(item.history_size() - 1);
  EXPECT_EQ(told.kind(), v1::EVENT_KIND_REDECISION);
  EXPECT_EQ(told.verdict(), v1::VERDICT_ACCEPT);
  EXPECT_EQ(told.subject(), "crible");
  // The comment is the same: sent again, it has the new decision.
  world_.asked = 0;
  const v1::Decision sent = Post("1", kFine, "b", "sport");
  EXPECT_EQ(sent.verdict(), v1::VERDICT_ACCEPT);
  EXPECT_EQ(sent.name(), item.record().decision().name());
  EXPECT_EQ(world_.asked, 0);
}

TEST_F(RoundsTest, DecidingAgainMayStillHold) {
  world_.answers = false;
  EXPECT_EQ(Post("1", kFine).verdict(), v1::VERDICT_HOLD);
  engine_.Activate(TestBundle("[group]\npublication = \"before\"\n"));
  world_.answers = true;
  Advance(absl::Seconds(10));
  EXPECT_FALSE(Get("1").fault_only());
  EXPECT_THAT(Listed({}), ElementsAre("1"));
}

TEST_F(RoundsTest, WithoutDataItDoesNothing) {
  QueueRounds none(&engine_, &clock_, nullptr, &posting_);
  none.Run();
  EXPECT_THAT(Listed({}), IsEmpty());
}

}  // namespace
}  // namespace crible
