#include "store/maintenance.h"

#include <sys/stat.h>

#include "base/localized_status.h"
#include "store/migrate.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

class MaintenanceTest : public testing::Test {
 protected:
  std::unique_ptr<Store> Open(const std::string& name) {
    auto store = OpenStore({.folder = folder_ / name});
    EXPECT_THAT(store, IsOk());
    return store.ok() ? *std::move(store) : nullptr;
  }
  static void Hold(Store* store, int i) {
    CRIBLE_ASSERT_OK(
        store
            ->Record({.site = "demo",
                      .comment = fmt::format("sites/demo/comments/{}", i),
                      .verdict = Verdict::kHold,
                      .payload = fmt::format("payload {}", i)})
            ->Wait());
  }
  TestFolder folder_;
};

TEST_F(MaintenanceTest, BacksUpAServedFolderAndRestoresIt) {
  const auto store = Open("data");
  Hold(store.get(), 1);
  CRIBLE_ASSERT_OK(BackupStore(folder_ / "data", folder_ / "backup"));
  Hold(store.get(), 2);
  CRIBLE_ASSERT_OK(RestoreStore(folder_ / "backup", folder_ / "restored"));
  const auto restored = Open("restored");
  EXPECT_EQ((*restored->FindComment("sites/demo/comments/1"))->payload,
            "payload 1");
  EXPECT_FALSE(restored->FindComment("sites/demo/comments/2")->has_value());
  struct stat key;
  ASSERT_EQ(stat(DataFolder::KeyIn(folder_ / "restored").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777, 0600u);
}

TEST_F(MaintenanceTest, OverwritesNothing) {
  Hold(Open("data").get(), 1);
  Hold(Open("other").get(), 2);
  EXPECT_THAT(BackupStore(folder_ / "data", folder_ / "other"),
              StatusIs(absl::StatusCode::kAlreadyExists, "exists"));
  EXPECT_THAT(RestoreStore(folder_ / "data", folder_ / "other"),
              StatusIs(absl::StatusCode::kAlreadyExists, "exists"));
  EXPECT_EQ(MessageIn(BackupStore(folder_ / "none", folder_ / "new"),
                      UiLanguage::kFrench),
            folder_ / "none" + " : aucune donnée de Crible");
}

TEST_F(MaintenanceTest, RestoresNothingThatIsDamaged) {
  {
    const auto store = Open("data");
    for (int i = 1; i <= 20; ++i) Hold(store.get(), i);
  }
  const auto db =
      *NewSqliteDatabase(DataFolder::DatabaseIn(folder_ / "data"))->Connect();
  db->RunScript("UPDATE events SET subject = 'another' WHERE token = 7");
  EXPECT_THAT(RestoreStore(folder_ / "data", folder_ / "new"),
              StatusIs(absl::StatusCode::kDataLoss, "block"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "new"));
}

TEST_F(MaintenanceTest, ChecksTheLogOfAServedFolder) {
  const auto store = Open("data");
  Hold(store.get(), 1);
  const auto head = ReadLogHead(folder_ / "data");
  CRIBLE_ASSERT_OK(head);
  EXPECT_EQ(head->hash, store->Head()->hash);
  Hold(store.get(), 2);
  const auto found = CheckStoreLog(folder_ / "data", head->hash);
  CRIBLE_ASSERT_OK(found);
  EXPECT_EQ(found->token, 2u);
  EXPECT_THAT(CheckStoreLog(folder_ / "data", std::string(64, 'a')),
              StatusIs(absl::StatusCode::kDataLoss, "hash"));
  EXPECT_THAT(ReadLogHead(folder_ / "none"),
              StatusIs(absl::StatusCode::kNotFound, "no data"));
}

TEST_F(MaintenanceTest, MigratesWhatNobodyServes) {
  std::filesystem::create_directories(folder_ / "data");
  {
    const auto db =
        *NewSqliteDatabase(DataFolder::DatabaseIn(folder_ / "data"))->Connect();
    CRIBLE_ASSERT_OK(Migrate(SqliteSchema(), db.get(), 1));
  }
  const auto migrated = MigrateStore(folder_ / "data");
  CRIBLE_ASSERT_OK(migrated);
  EXPECT_EQ(migrated->from, 1);
  EXPECT_EQ(migrated->to, static_cast<int>(SqliteSchema().size()));
  const auto store = Open("data");
  EXPECT_THAT(MigrateStore(folder_ / "data"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "another"));
}

}  // namespace
}  // namespace crible
