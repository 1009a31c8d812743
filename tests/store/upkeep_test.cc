// Retention, keys, backups.

#include <atomic>
#include <thread>

#include "base/sha256.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

using testing::ElementsAre;

Pruned PruneAll(Store* store, absl::Time now, const Retention& retention = {}) {
  Pruned all;
  for (int round = 0; round < 100; ++round) {
    const auto pruned = store->Prune(retention, now, 7);
    EXPECT_THAT(pruned, IsOk());
    all.calls += pruned->calls;
    all.payloads += pruned->payloads;
    all.comments += pruned->comments;
  }
  return all;
}

TEST_P(StoreContract, ForgetsEachKindInItsTime) {
  for (int i = 1; i <= 20; ++i) {
    CommentDecision decision =
        Decision(i, i % 2 ? Verdict::kAccept : Verdict::kReject, "zoe");
    decision.request_id = fmt::format("r{}", i);
    Record(decision);
  }
  Record(Decision(30));  // nobody has read it
  CommentDecision edited = Decision(1, Verdict::kAccept);
  edited.content = "edited";
  edited.time = kStart + absl::Hours(24 * 80);
  Record(edited);
  CRIBLE_ASSERT_OK(
      store_->Apply(By("cms"), Notice{.comment = Name(2), .payload = "words"}));
  const std::string head = store_->Head()->hash;
  const auto after = [&](int days) {
    return PruneAll(store_.get(), kStart + absl::Hours(24 * days + 1));
  };
  EXPECT_EQ(after(0).calls, 0);
  EXPECT_EQ(after(1).calls, 20);
  EXPECT_EQ(after(89).payloads, 0);
  const Pruned accepted = after(90);
  EXPECT_EQ(accepted.comments, 9);   // the edited one is younger
  EXPECT_EQ(accepted.payloads, 10);  // its former wording is not
  EXPECT_EQ(Comment(1).payload, "payload 1");
  EXPECT_FALSE(store_->FindComment(Name(3))->has_value());
  EXPECT_TRUE(store_->FindComment(Name(2))->has_value());
  EXPECT_EQ(after(120).comments, 10);  // those refused
  EXPECT_THAT(Listed({.site = "demo"}), ElementsAre("30"));
  EXPECT_EQ(after(366).comments, 2);
  EXPECT_TRUE(Listed({.site = "demo"}).empty());
  EXPECT_EQ(Author("zoe").comments, 20u);
  EXPECT_THAT(*store_->ListCommentsOf("demo", "zoe"), ElementsAre());
  // The figures are kept, and of the comments nothing behind them.
  const auto db = *GetParam().DatabaseIn(Folder())->Connect();
  Rows rows = db->Query("SELECT count(*), sum(comment) FROM authors");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 1);
  EXPECT_EQ(rows.Int(1), 0);
  CRIBLE_ASSERT_OK(store_->VerifyLog(head));
}

TEST_P(StoreContract, KeepsWhatWasRefusedAsItsGroundSays) {
  const auto refuse = [&](int i, const std::string& ground) {
    Record(Decision(i));
    const auto token =
        store_->Apply(By("ann"), Resolution{.comment = Name(i),
                                            .version = Item(i).version,
                                            .outcome = Outcome::kReject,
                                            .ground = ground});
    EXPECT_THAT(token, IsOk());
    return token.value_or(0);
  };
  refuse(1, "distress");
  refuse(2, "hate");
  refuse(3, "no such ground");
  CommentDecision by_rule = Decision(4, Verdict::kReject);
  by_rule.ground = "distress";
  Record(by_rule);
  const uint64_t undone = refuse(5, "distress");
  CRIBLE_ASSERT_OK(store_->Apply(By("ann"), Undo{.resolution = undone}));
  const Retention retention{.grounds = {{"distress", absl::Hours(24 * 30)},
                                        {"hate", absl::Hours(24 * 456)}}};
  const struct {
    int days;
    std::vector<int> kept;
  } kTimes[] = {
      {29, {1, 2, 3, 4, 5}}, {30, {2, 3, 5}}, {119, {2, 3, 5}}, {120, {2, 5}},
      {364, {2, 5}},         {365, {2}},      {455, {2}},       {456, {}}};
  for (const auto& time : kTimes) {
    PruneAll(store_.get(), kStart + absl::Hours(24 * time.days + 2), retention);
    std::vector<int> kept;
    for (int i = 1; i <= 5; ++i)
      if (store_->FindComment(Name(i))->has_value()) kept.push_back(i);
    EXPECT_EQ(kept, time.kept) << time.days;
  }
  CRIBLE_ASSERT_OK(store_->VerifyLog(""));
}

TEST_P(StoreContract, KeepsKeys) {
  const Key key{.id = "k1",
                .hash = Sha256("secret"),
                .subject = "ann",
                .scopes = {"review", "rules"},
                .sites = {"demo"},
                .created = kStart};
  CRIBLE_ASSERT_OK(store_->AddKey(By("root"), key));
  EXPECT_THAT(store_->AddKey(By("root"), key),
              StatusIs(absl::StatusCode::kAlreadyExists, ""));
  Open();
  auto keys = store_->ListKeys();
  CRIBLE_ASSERT_OK(keys);
  ASSERT_EQ(keys->size(), 1u);
  EXPECT_EQ((*keys)[0].hash, key.hash);
  EXPECT_EQ((*keys)[0].subject, "ann");
  EXPECT_THAT((*keys)[0].scopes, ElementsAre("review", "rules"));
  EXPECT_THAT((*keys)[0].sites, ElementsAre("demo"));
  EXPECT_EQ((*keys)[0].revoked, absl::InfinitePast());
  CRIBLE_ASSERT_OK(store_->RevokeKey(By("root"), "k1"));
  EXPECT_THAT(store_->RevokeKey(By("root"), "k1"),
              StatusIs(absl::StatusCode::kNotFound, ""));
  EXPECT_EQ((*store_->ListKeys())[0].revoked, By("root").now);
}

TEST_P(StoreContract, BacksUpWhileOthersWrite) {
  Record(Decision(1));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 2; !done; ++i)
      EXPECT_THAT(store_->Record(Decision(i))->Wait(), IsOk());
  });
  const std::string copy = folder_ / "copy";
  const absl::Status status = store_->Backup(copy);
  done = true;
  writer.join();
  CRIBLE_ASSERT_OK(status);
  EXPECT_THAT(store_->Backup(copy),
              StatusIs(absl::StatusCode::kAlreadyExists, ""));
  const auto restored = OpenStore({.folder = copy});
  CRIBLE_ASSERT_OK(restored);
  CRIBLE_ASSERT_OK((*restored)->VerifyLog(""));
  const LogHead head = *(*restored)->Head();
  EXPECT_GE(head.token, 1u);
  CRIBLE_ASSERT_OK(store_->VerifyLog(head.hash));
  EXPECT_EQ((*(*restored)->FindComment(Name(1)))->payload, "payload 1");
}

}  // namespace
}  // namespace crible
