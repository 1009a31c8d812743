#include "store/migrate.h"

#include <thread>

#include "base/seal.h"
#include "store/store_fixture.h"
#include "store/tables.h"

namespace crible {
namespace {

class Migration : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override {
    if (!GetParam().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
  }
  std::unique_ptr<Connection> Connect(const std::string& folder) {
    std::filesystem::create_directories(folder);
    return *GetParam().DatabaseIn(folder)->Connect();
  }
  std::string Schema(Connection* db) {
    std::string all;
    Rows rows = db->Query(
        GetParam().is_postgres
            ? "SELECT table_name || ' ' || column_name || ' ' || data_type "
              "FROM "
              "information_schema.columns WHERE table_schema = 'public' UNION "
              "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
              "ORDER BY 1"
            : "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY "
              "name");
    while (rows.Next()) all += rows.Text(0) + "\n";
    EXPECT_NE(all, "");
    return all;
  }
  TestFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(All, Migration, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(Migration, EveryVersionLeadsToTheSameSchema) {
  const auto schema = GetParam().schema();
  const int last = static_cast<int>(schema.size());
  const auto whole = Connect(folder_ / "whole");
  CRIBLE_ASSERT_OK(Migrate(schema, whole.get()));
  EXPECT_EQ(*SchemaVersion(whole.get()), last);
  for (int version = 0; version <= last; ++version) {
    SCOPED_TRACE(version);
    const std::string folder = folder_ / std::to_string(version);
    {
      const auto db = Connect(folder);
      CRIBLE_ASSERT_OK(Migrate(schema, db.get(), version));
      EXPECT_EQ(*SchemaVersion(db.get()), version);
    }
    const auto store = GetParam().Open(folder);
    CRIBLE_ASSERT_OK(store);
    CRIBLE_ASSERT_OK((*store)
                         ->Record({.site = "demo",
                                   .comment = "sites/demo/comments/1",
                                   .verdict = Verdict::kHold,
                                   .payload = "payload"})
                         ->Wait());
    CRIBLE_ASSERT_OK((*store)->VerifyLog(""));
    EXPECT_EQ(Schema(Connect(folder).get()), Schema(whole.get()));
  }
}

// Of a store from before comments stood behind their author's figures.
TEST_P(Migration, FindsAnAuthorsCommentsOfBefore) {
  const std::string folder = folder_ / "before";
  const int before = GetParam().is_postgres ? 8 : 9;
  CRIBLE_ASSERT_OK(Migrate(GetParam().schema(), Connect(folder).get(), before));
  std::filesystem::create_directories(folder);
  const auto key = *SealingKey::LoadOrCreate(DataFolder::KeyIn(folder));
  const std::string mark = AuthorMark(key, "zoe");
  {
    const auto db = Connect(folder);
    db->Run(
        "INSERT INTO authors (site, author, comments, accepted, refused, "
        "first_seen, status, status_until) VALUES ('demo', ?1, 2, 2, 0, 5, 1, "
        "0)",
        Blob{mark});
    for (const int64_t id : {7, 8}) {
      db->Run(
          "INSERT INTO comments (id, name, site, article, author, body, "
          "content, decision, resolution, state, observed, decided, published, "
          "removed, seen, seen_by, reports) VALUES (?1, ?2, 'demo', '', ?3, "
          "?3, '', ?1, 0, 2, 0, 0, 0, 0, 0, '', 0)",
          id, fmt::format("sites/demo/comments/{}", id), Blob{mark});
    }
    CRIBLE_ASSERT_OK(db->status());
  }
  const auto store = GetParam().Open(folder);
  CRIBLE_ASSERT_OK(store);
  const auto names = (*store)->ListCommentsOf("demo", "zoe");
  CRIBLE_ASSERT_OK(names);
  EXPECT_THAT(*names, testing::ElementsAre("sites/demo/comments/7",
                                           "sites/demo/comments/8"));
  EXPECT_EQ((*store)
                ->FindKnown({.site = "demo", .author_id = "zoe"})
                ->author->comments,
            2u);
}

TEST_P(Migration, RefusesWhatANewerProgramWrote) {
  const auto db = Connect(folder_ / "newer");
  CRIBLE_ASSERT_OK(Migrate(GetParam().schema(), db.get()));
  db->Run("INSERT INTO schema_version (version) VALUES (9999)");
  EXPECT_THAT(GetParam().Open(folder_ / "newer").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "newer"));
}

TEST_P(Migration, AStepThatFailsLeavesTheVersionBefore) {
  const auto db = Connect(folder_ / "failing");
  const std::string_view schema[] = {"CREATE TABLE a (x INTEGER);",
                                     "CREATE TABLE b (x INTEGER); no SQL;"};
  EXPECT_THAT(Migrate(schema, db.get()),
              StatusIs(absl::StatusCode::kUnavailable, ""));
  EXPECT_EQ(*SchemaVersion(db.get()), 1);
  db->Run("SELECT x FROM a");
  EXPECT_THAT(db->status(), IsOk());
  db->Run("SELECT x FROM b");
  EXPECT_THAT(db->status(), StatusIs(absl::StatusCode::kUnavailable, ""));
}

TEST_P(Migration, SeveralAtOnceTakeEachStepOnce) {
  std::vector<std::thread> processes;
  for (int i = 0; i < 4; ++i) {
    processes.emplace_back(
        [&, db = std::shared_ptr<Connection>(Connect(folder_ / "data"))] {
          EXPECT_THAT(Migrate(GetParam().schema(), db.get()), IsOk());
        });
  }
  for (std::thread& process : processes) process.join();
  const auto db = Connect(folder_ / "data");
  Rows rows = db->Query("SELECT count(*) FROM schema_version");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), static_cast<int64_t>(GetParam().schema().size()));
}

TEST_P(Migration, OneProcessAtATimeHasAFolder) {
  const auto first = GetParam().Open(folder_ / "data");
  CRIBLE_ASSERT_OK(first);
  EXPECT_THAT(GetParam().Open(folder_ / "data").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "another"));
}

// What a second server would write under its own key, nobody else could read.
TEST_P(Migration, RefusesAKeyThatIsNotTheDatabases) {
  const std::string key = DataFolder::KeyIn(folder_ / "data");
  CRIBLE_ASSERT_OK(GetParam().Open(folder_ / "data"));
  std::filesystem::rename(key, folder_ / "key");
  EXPECT_THAT(GetParam().Open(folder_ / "data").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not the key"));
  EXPECT_FALSE(std::filesystem::exists(key));
  CRIBLE_ASSERT_OK(SealingKey::LoadOrCreate(key));
  EXPECT_THAT(GetParam().Open(folder_ / "data").status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not the key"));
  std::filesystem::rename(folder_ / "key", key);
  EXPECT_THAT(GetParam().Open(folder_ / "data"), IsOk());
}

}  // namespace
}  // namespace crible
