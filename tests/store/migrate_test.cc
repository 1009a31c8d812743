#include "store/migrate.h"

#include "store/store_fixture.h"

namespace crible {
namespace {

class Migration : public testing::Test {
 protected:
  std::unique_ptr<Connection> Connect(const std::string& folder) {
    std::filesystem::create_directories(folder);
    auto db = NewSqliteDatabase(DataFolder::DatabaseIn(folder))->Connect();
    return *std::move(db);
  }
  TestFolder folder_;
};

std::string Schema(Connection* db) {
  std::string all;
  Rows rows = db->Query(
      "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
  while (rows.Next()) all += rows.Text(0) + "\n";
  return all;
}

TEST_F(Migration, EveryVersionLeadsToTheSameSchema) {
  const int last = static_cast<int>(SqliteSchema().size());
  const auto whole = Connect(folder_ / "whole");
  CRIBLE_ASSERT_OK(Migrate(SqliteSchema(), whole.get()));
  EXPECT_EQ(*SchemaVersion(whole.get()), last);
  for (int version = 0; version <= last; ++version) {
    SCOPED_TRACE(version);
    const std::string folder = folder_ / std::to_string(version);
    {
      const auto db = Connect(folder);
      CRIBLE_ASSERT_OK(Migrate(SqliteSchema(), db.get(), version));
      EXPECT_EQ(*SchemaVersion(db.get()), version);
    }
    const auto store = OpenStore({.folder = folder});
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

TEST_F(Migration, RefusesWhatANewerProgramWrote) {
  const auto db = Connect(folder_ / "newer");
  CRIBLE_ASSERT_OK(Migrate(SqliteSchema(), db.get()));
  db->Run("INSERT INTO schema_version (version) VALUES (9999)");
  EXPECT_THAT(OpenStore({.folder = folder_ / "newer"}).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "newer"));
}

TEST_F(Migration, AStepThatFailsLeavesTheVersionBefore) {
  const auto db = Connect(folder_ / "failing");
  const std::string_view schema[] = {"CREATE TABLE a (x INTEGER);",
                                     "CREATE TABLE b (x INTEGER); no SQL;"};
  EXPECT_THAT(Migrate(schema, db.get()),
              StatusIs(absl::StatusCode::kUnavailable, ""));
  EXPECT_EQ(*SchemaVersion(db.get()), 1);
  Rows rows =
      db->Query("SELECT count(*) FROM sqlite_master WHERE name IN ('a', 'b')");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 1);
}

TEST_F(Migration, OneProcessAtATime) {
  const auto first = OpenStore({.folder = folder_ / "data"});
  CRIBLE_ASSERT_OK(first);
  EXPECT_THAT(OpenStore({.folder = folder_ / "data"}).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "another"));
}

}  // namespace
}  // namespace crible
