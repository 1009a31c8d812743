// What waits for a legal hold's end is looked for in the files as well, and so
// is what a process that died had erased. Of PostgreSQL's files traces are told
// instead (erase_test.cc).

#include "store/erase.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

class SearchDueTest : public StoreContract {
 protected:
  bool IsDue() {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    return IsSearchDue(db.get());
  }
  std::string Bytes() {
    std::string all;
    for (const std::string& path : GetParam().FilesOf(Folder())) {
      std::ifstream in(path, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  std::string SealedOf(int i) {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    Rows rows = db->Query("SELECT sealed FROM payloads WHERE event = ?1",
                          Comment(i).decision);
    return rows.Next() ? rows.Text(0).substr(0, 24) : "";
  }
};
std::vector<StoreEngine> EnginesWithFiles() {
  std::vector<StoreEngine> engines = Engines();
  std::erase_if(engines, [](const auto& it) { return it.is_postgres; });
  return engines;
}
INSTANTIATE_TEST_SUITE_P(All, SearchDueTest,
                         testing::ValuesIn(EnginesWithFiles()), EngineName);

TEST_P(SearchDueTest, WhatWaitedForAHoldsEndLeavesNoByte) {
  const absl::Time until = kStart + absl::Hours(24 * 30);
  std::vector<std::string> sealed;
  for (int i = 1; i <= 40; ++i) {
    CommentDecision decision = Decision(i, Verdict::kHold, "zoe");
    decision.payload = std::string(100 + 37 * i % 3000, 'x');
    Record(decision);
    sealed.push_back(SealedOf(i));
  }
  CRIBLE_ASSERT_OK(store_->Apply(
      By("legal"),
      LegalHold{.site = "demo", .author_id = "zoe", .until = until}));
  const auto erased =
      store_->Erase(By("dpo"), {.site = "demo", .author_ids = {"zoe"}});
  CRIBLE_ASSERT_OK(erased);
  EXPECT_EQ(erased->waiting.size(), 40u);
  EXPECT_THAT(Bytes(), testing::HasSubstr(sealed[0]));
  const auto pruned = store_->Prune({}, until, 100);
  CRIBLE_ASSERT_OK(pruned);
  EXPECT_EQ(pruned->gone.size(), 40u);
  const std::string bytes = Bytes();
  for (const std::string& one : sealed)
    EXPECT_THAT(bytes, testing::Not(testing::HasSubstr(one)));
  EXPECT_FALSE(IsDue());
}

TEST_P(SearchDueTest, IsDueUntilItHasBeenDone) {
  for (int i = 1; i <= 2; ++i) Record(Decision(i, Verdict::kHold, "zoe"));
  {
    // Somebody reads as of a moment before.
    const auto reader = *GetParam().DatabaseIn(Folder())->Connect();
    reader->BeginRead();
    ASSERT_TRUE(reader->Query("SELECT 1 FROM comments").Next());
    EXPECT_THAT(
        store_->Erase(By("dpo"), {.site = "demo", .comments = {Name(1)}}),
        StatusIs(absl::StatusCode::kDeadlineExceeded, ""));
    EXPECT_TRUE(IsDue());
    reader->Rollback();
  }
  // The next has nothing to erase, and looks for what the first has left.
  CRIBLE_ASSERT_OK(
      store_->Erase(By("dpo"), {.site = "demo", .comments = {Name(1)}}));
  EXPECT_FALSE(IsDue());
}

TEST_P(SearchDueTest, TheNextStartWritesAllAnew) {
  Record(Decision(1, Verdict::kHold, "zoe"));
  store_.reset();
  const std::string left = "what a process that died had erased";
  const auto leave = [&] {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    db->RunScript("PRAGMA secure_delete = OFF; CREATE TABLE x (t TEXT);");
    db->Run("INSERT INTO x VALUES (?1)", left);
    db->RunScript("DROP TABLE x; PRAGMA wal_checkpoint(TRUNCATE);");
    CRIBLE_ASSERT_OK(db->status());
  };
  leave();
  store_ = *GetParam().Open(Folder());
  EXPECT_THAT(Bytes(), testing::HasSubstr(left)) << "no search was due";
  store_.reset();
  {
    const auto db = *GetParam().DatabaseIn(Folder())->Connect();
    SetSearchDue(true, db.get());
    SetSearchDue(true, db.get());
    CRIBLE_ASSERT_OK(db->status());
  }
  store_ = *GetParam().Open(Folder());
  EXPECT_THAT(Bytes(), testing::Not(testing::HasSubstr(left)));
  EXPECT_FALSE(IsDue());
  EXPECT_EQ(Comment(1).state, CommentState::kWaiting);
}

}  // namespace
}  // namespace crible
