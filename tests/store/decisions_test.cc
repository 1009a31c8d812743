// Store::Record and what is found of it afterwards.

#include <fstream>
#include <iterator>

#include "store/store_fixture.h"

namespace crible {
namespace {

// Once for the tests of all files.
INSTANTIATE_TEST_SUITE_P(All, StoreContract, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(StoreContract, KeepsAHoldOverARestart) {
  const CommitPointer commit = store_->Record(Decision(1));
  EXPECT_TRUE(commit->binds());
  CRIBLE_ASSERT_OK(commit->Wait());
  Open();
  const StoredComment comment = Comment(1);
  EXPECT_EQ(comment.payload, "payload 1");
  EXPECT_EQ(comment.content, "content 1");
  EXPECT_EQ(comment.state, CommentState::kWaiting);
  EXPECT_EQ(Item(1).language, "fr");
}

TEST_P(StoreContract, WritesAcceptancesBehind) {
  EXPECT_FALSE(store_->Record(Decision(1, Verdict::kAccept))->binds());
  EXPECT_TRUE(store_->Record(Decision(2, Verdict::kReject))->binds());
  store_->Flush();
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  EXPECT_EQ(Comment(2).state, CommentState::kRefused);
  EXPECT_THAT(store_->GetItem(Name(1)),
              StatusIs(absl::StatusCode::kNotFound, ""));
}

TEST_P(StoreContract, KnowsNothingOfOthers) {
  const auto comment = store_->FindComment(Name(1));
  CRIBLE_ASSERT_OK(comment);
  EXPECT_FALSE(comment->has_value());
  EXPECT_FALSE(store_->FindCall("demo", "r", kStart)->has_value());
  EXPECT_FALSE(Know({.author_id = "a"}).author);
  EXPECT_FALSE(Know({.comment = "sites/demo/comments/1"}).reports);
}

TEST_P(StoreContract, RemembersTheFirstCallWithAnId) {
  CommentDecision first = Decision(1);
  first.request_id = "r";
  first.call_content = "asked";
  Record(first);
  CommentDecision second = Decision(2);
  second.request_id = "r";
  second.call_content = "other";
  Record(second);
  const auto call = store_->FindCall("demo", "r", kStart);
  CRIBLE_ASSERT_OK(call);
  ASSERT_TRUE(call->has_value());
  EXPECT_EQ((*call)->content, "asked");
  EXPECT_EQ((*call)->payload, "payload 1");
  EXPECT_FALSE(store_->FindCall("other", "r", kStart)->has_value());
  EXPECT_FALSE(
      store_->FindCall("demo", "r", kStart + absl::Hours(1))->has_value());
}

TEST_P(StoreContract, AnEditBringsTheItemUpToDate) {
  Record(Decision(1));
  const ReviewItem before = Item(1);
  CommentDecision edited = Decision(1);
  edited.content = "edited";
  edited.payload = "edited payload";
  edited.lane = Lane::kUrgent;
  edited.time += absl::Minutes(5);
  Record(edited);
  const ReviewItem after = Item(1);
  EXPECT_GT(after.version, before.version);
  EXPECT_EQ(after.since, before.since);
  EXPECT_LT(after.due, before.due);
  EXPECT_EQ(after.lane, Lane::kUrgent);
  EXPECT_EQ(after.comment.payload, "edited payload");
  EXPECT_GT(after.comment.decision, before.comment.decision);
}

TEST_P(StoreContract, AnAcceptedEditClosesTheItem) {
  Record(Decision(1));
  CommentDecision edited = Decision(1, Verdict::kAccept);
  edited.content = "edited";
  Record(edited);
  EXPECT_FALSE(Item(1).open);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
}

TEST_P(StoreContract, ARecheckDoesNotOverruleAPerson) {
  Record(Decision(1));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  CommentDecision again = Decision(1, Verdict::kAccept);
  again.payload = "again";
  Record(again);
  EXPECT_EQ(Comment(1).state, CommentState::kRefused);
  EXPECT_EQ(Comment(1).payload, "again");
  again.content = "edited";
  Record(again);
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
  EXPECT_EQ(Comment(1).resolution, 0u);
}

TEST_P(StoreContract, ALookIsListedAndPublished) {
  CommentDecision decision = Decision(1, Verdict::kAccept);
  decision.look = true;
  Record(decision);
  EXPECT_EQ(Item(1).queue, ReviewQueue::kLook);
  EXPECT_EQ(Comment(1).state, CommentState::kAccepted);
}

TEST_P(StoreContract, KeepsAuthorsFigures) {
  struct Step {
    const char* name;
    int comment;
    Verdict verdict;
    uint32_t comments, accepted, refused;
  };
  const Step kSteps[] = {
      {"first", 1, Verdict::kAccept, 1, 1, 0},
      {"held counts as neither", 2, Verdict::kHold, 2, 1, 0},
      {"refused", 3, Verdict::kReject, 3, 1, 1},
      {"an edit is no other comment", 2, Verdict::kReject, 3, 1, 2},
      {"and back", 2, Verdict::kAccept, 3, 2, 1},
      {"the same again", 2, Verdict::kAccept, 3, 2, 1},
  };
  for (const Step& step : kSteps) {
    SCOPED_TRACE(step.name);
    Record(Decision(step.comment, step.verdict, "zoe"));
    const KnownAuthor author = Author("zoe");
    EXPECT_EQ(author.comments, step.comments);
    EXPECT_EQ(author.accepted, step.accepted);
    EXPECT_EQ(author.refused, step.refused);
    EXPECT_EQ(author.first_seen, kStart + absl::Seconds(1));
  }
  EXPECT_FALSE(Know({.site = "other", .author_id = "zoe"}).author);
  // The comment that is asked about is not part of the past.
  const std::string name = Name(2);
  const Known known = Know({.comment = name, .author_id = "zoe"});
  EXPECT_EQ(known.author->comments, 2u);
  EXPECT_EQ(known.author->accepted, 1u);
  EXPECT_EQ(known.author->refused, 1u);
}

TEST_P(StoreContract, RemembersWhatAPersonDecidedOfTheSameText) {
  CommentDecision decision = Decision(1, Verdict::kHold, "zoe");
  decision.article = "sites/demo/articles/a";
  Record(decision);
  const auto earlier = [&](const std::string& author, const std::string& body,
                           const std::string& article) {
    return Know({.author_id = author, .body = body, .article = article})
        .earlier;
  };
  EXPECT_EQ(earlier("zoe", "body 1", decision.article), EarlierText::kNone);
  const auto accepted = Resolve(1, Outcome::kAccept);
  EXPECT_EQ(earlier("zoe", "body 1", decision.article),
            EarlierText::kAcceptedHere);
  EXPECT_EQ(earlier("zoe", "body 1", "sites/demo/articles/b"),
            EarlierText::kNone);
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = *accepted}));
  CRIBLE_ASSERT_OK(Resolve(1, Outcome::kReject));
  EXPECT_EQ(earlier("zoe", "body 1", "elsewhere"), EarlierText::kRefused);
  EXPECT_EQ(earlier("zoe", "body 2", "elsewhere"), EarlierText::kNone);
  EXPECT_EQ(earlier("max", "body 1", "elsewhere"), EarlierText::kNone);
}

TEST_P(StoreContract, KeepsAnArticleOnceForAllItsComments) {
  for (int i = 1; i <= 3; ++i) {
    CommentDecision decision = Decision(i);
    decision.article_digest = "digest";
    EXPECT_EQ(store_->WantsArticle("digest", decision.time), i == 1);
    if (i == 1) decision.article_bytes = "the article";
    Record(decision);
  }
  Open();
  EXPECT_EQ(*store_->FindArticle("digest"), "the article");
  EXPECT_EQ(*store_->FindArticle("other"), std::nullopt);
  EXPECT_TRUE(store_->WantsArticle("digest", kStart));
  EXPECT_FALSE(store_->WantsArticle("digest", kStart + absl::Hours(23)));
  EXPECT_TRUE(store_->WantsArticle("digest", kStart + absl::Hours(24)));
}

TEST_P(StoreContract, HasASecretOfItsOwn) {
  const std::string secret = store_->Secret("content");
  EXPECT_EQ(secret.size(), 16u);
  EXPECT_NE(store_->Secret("other"), secret);
  Open();
  EXPECT_EQ(store_->Secret("content"), secret);
}

TEST_P(StoreContract, NothingOfAPersonIsReadableWithoutTheKey) {
  CommentDecision decision = Decision(1, Verdict::kHold, "zoe-the-author");
  decision.body = "the very words";
  decision.payload = "the very words by zoe-the-author";
  Record(decision);
  CRIBLE_ASSERT_OK(store_->Apply(
      By("ann"), Notice{.comment = Name(1), .payload = "the reader's words"}));
  store_.reset();
  for (const std::string& path : GetParam().FilesOf(Folder())) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(bytes.find("the very words"), bytes.npos) << path;
    EXPECT_EQ(bytes.find("zoe-the-author"), bytes.npos) << path;
    EXPECT_EQ(bytes.find("reader's words"), bytes.npos) << path;
  }
}

}  // namespace
}  // namespace crible
