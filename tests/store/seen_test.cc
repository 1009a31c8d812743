#include "store/seen.h"

#include <thread>

#include "base/seal.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

using Kind = Seen::Kind;

std::string Text(int64_t i) { return fmt::format("sites/demo/comments/{}", i); }

TEST(SeenTest, KnowsNothingUntilItIsComplete) {
  Seen seen;
  EXPECT_TRUE(seen.MayHave(Kind::kComment, "a"));
  seen.SetComplete();
  EXPECT_FALSE(seen.MayHave(Kind::kComment, "a"));
  seen.Add(Kind::kComment, "a");
  EXPECT_TRUE(seen.MayHave(Kind::kComment, "a"));
}

TEST(SeenTest, TellsKindsAndPairsApart) {
  Seen seen;
  seen.SetComplete();
  seen.Add(Kind::kCall, "ab", "c");
  EXPECT_TRUE(seen.MayHave(Kind::kCall, "ab", "c"));
  EXPECT_FALSE(seen.MayHave(Kind::kCall, "a", "bc"));
  EXPECT_FALSE(seen.MayHave(Kind::kAuthor, "ab", "c"));
}

// Across several filters, from several threads; "no" is never wrong and "maybe"
// seldom.
TEST(SeenTest, ForgetsNothingAsItGrows) {
  constexpr int64_t kTexts = 600'000;
  Seen seen;
  seen.SetComplete();
  std::vector<std::thread> threads;
  for (int part = 0; part < 4; ++part) {
    threads.emplace_back([&, part] {
      for (int64_t i = part; i < kTexts; i += 4)
        seen.Add(Kind::kComment, Text(i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  int64_t missing = 0, wrong = 0;
  for (int64_t i = 0; i < kTexts; ++i) {
    missing += !seen.MayHave(Kind::kComment, Text(i));
    wrong += seen.MayHave(Kind::kComment, Text(kTexts + i));
  }
  EXPECT_EQ(missing, 0);
  EXPECT_LT(wrong, kTexts / 50);
}

class FillSeenTest : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(All, FillSeenTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(FillSeenTest, AddsAllThatTheDatabaseHas) {
  for (int i = 0; i < 20; ++i) {
    CommentDecision decision = Decision(i, Verdict::kHold, "ann");
    decision.request_id = fmt::format("call {}", i);
    Record(decision);
  }
  CRIBLE_ASSERT_OK(store_->Apply(
      By("desk"), ArticleModeSetting{.site = "demo",
                                     .article = "sites/demo/articles/1",
                                     .mode = ArticleMode::kBefore}));
  Seen seen;
  const std::atomic<bool> stop = false;
  FillSeen((*GetParam().DatabaseIn(Folder())->Connect()).get(), stop, &seen);
  ASSERT_TRUE(seen.complete());
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(seen.MayHave(Kind::kComment, Name(i)));
    EXPECT_TRUE(seen.MayHave(Kind::kCall, "demo", fmt::format("call {}", i)));
  }
  EXPECT_FALSE(seen.MayHave(Kind::kComment, Name(20)));
  EXPECT_TRUE(seen.MayHave(Kind::kArticleMode, "sites/demo/articles/1"));
  const auto key = *SealingKey::Load(DataFolder::KeyIn(Folder()));
  EXPECT_TRUE(seen.MayHave(Kind::kAuthor, "demo", key.Mark("author", "ann")));
}

// What a former process has kept is found by the next one, at once and later.
TEST_P(FillSeenTest, AStoreFindsWhatWasKeptBefore) {
  CommentDecision decision = Decision(1, Verdict::kHold, "ann");
  decision.request_id = "call";
  Record(decision);
  for (int i = 0; i < 20; ++i) {
    Open();
    EXPECT_EQ(Comment(1).payload, "payload 1");
    EXPECT_TRUE(store_->FindCall("demo", "call", kStart)->has_value());
    EXPECT_EQ(Author("ann").comments, 1u);
    EXPECT_FALSE(Know({.author_id = "bob"}).author.has_value());
  }
  Record(Decision(1, Verdict::kReject, "ann"));
  EXPECT_EQ(Author("ann").comments, 1u);
}

}  // namespace
}  // namespace crible
