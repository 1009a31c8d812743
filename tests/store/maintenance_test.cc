#include "store/maintenance.h"

#include <sys/stat.h>

#include "base/localized_status.h"
#include "base/seal.h"
#include "store/migrate.h"
#include "store/store_fixture.h"
#include "store/store_key.h"
#include "store/store_place.h"

namespace crible {
namespace {

class MaintenanceTest : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override {
    if (!GetParam().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
  }
  StorePlace Place(const std::string& name) const {
    const StoreOptions options = GetParam().Options(folder_ / name);
    return {options.folder, options.database};
  }
  std::unique_ptr<Store> Open(const std::string& name) {
    auto store = GetParam().Open(folder_ / name);
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
INSTANTIATE_TEST_SUITE_P(All, MaintenanceTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(MaintenanceTest, BacksUpAServedStoreAndRestoresIt) {
  const auto store = Open("data");
  Hold(store.get(), 1);
  CRIBLE_ASSERT_OK(BackupStore(Place("data"), folder_ / "backup"));
  Hold(store.get(), 2);
  CRIBLE_ASSERT_OK(RestoreStore(folder_ / "backup", Place("restored")));
  const auto restored = Open("restored");
  EXPECT_EQ((*restored->FindComment("sites/demo/comments/1"))->payload,
            "payload 1");
  EXPECT_FALSE(restored->FindComment("sites/demo/comments/2")->has_value());
  struct stat key;
  ASSERT_EQ(stat(DataFolder::KeyIn(folder_ / "restored").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777, 0600u);
  Hold(restored.get(), 3);
  EXPECT_THAT(CheckStoreLog(Place("restored"), store->Head()->hash),
              StatusIs(absl::StatusCode::kDataLoss, "hash"));
  CRIBLE_ASSERT_OK(CheckStoreLog(Place("restored"), ""));
}

TEST_P(MaintenanceTest, OverwritesNothing) {
  Hold(Open("data").get(), 1);
  Hold(Open("other").get(), 2);
  EXPECT_THAT(BackupStore(Place("data"), folder_ / "other"),
              StatusIs(absl::StatusCode::kAlreadyExists, "exists"));
  CRIBLE_ASSERT_OK(BackupStore(Place("data"), folder_ / "backup"));
  EXPECT_THAT(RestoreStore(folder_ / "backup", Place("other")),
              StatusIs(absl::StatusCode::kAlreadyExists, "exists"));
  EXPECT_EQ((*Open("other")->FindComment("sites/demo/comments/2"))->payload,
            "payload 2");
  EXPECT_EQ(MessageIn(BackupStore(Place("none"), folder_ / "new"),
                      UiLanguage::kFrench),
            Place("none").Shown() + " : aucune donnée de Crible");
}

TEST_P(MaintenanceTest, RestoresABackupOfAnOlderSchema) {
  std::filesystem::create_directories(folder_ / "old");
  const StorePlace old = {folder_ / "old", ""};
  {
    CRIBLE_ASSERT_OK(SealingKey::LoadOrCreate(DataFolder::KeyIn(old.folder)));
    const auto db = *(*NewDatabase(old))->Connect();
    CRIBLE_ASSERT_OK(Migrate(SqliteSchema(), db.get(), 1));
  }
  CRIBLE_ASSERT_OK(RestoreStore(old.folder, Place("new")));
  EXPECT_EQ(*SchemaVersion((*(*NewDatabase(old))->Connect()).get()), 1);
  Hold(Open("new").get(), 1);
}

TEST_P(MaintenanceTest, RestoresNothingThatIsDamaged) {
  {
    const auto store = Open("data");
    for (int i = 1; i <= 20; ++i) Hold(store.get(), i);
  }
  CRIBLE_ASSERT_OK(BackupStore(Place("data"), folder_ / "backup"));
  const auto db =
      *NewSqliteDatabase(DataFolder::DatabaseIn(folder_ / "backup"))->Connect();
  db->RunScript("UPDATE events SET subject = 'another' WHERE token = 7");
  EXPECT_THAT(RestoreStore(folder_ / "backup", Place("new")),
              StatusIs(absl::StatusCode::kDataLoss, "block"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "new"));
}

TEST_P(MaintenanceTest, ChecksTheLogOfAServedStore) {
  const auto store = Open("data");
  Hold(store.get(), 1);
  const auto head = ReadLogHead(Place("data"));
  CRIBLE_ASSERT_OK(head);
  EXPECT_EQ(head->hash, store->Head()->hash);
  Hold(store.get(), 2);
  const auto found = CheckStoreLog(Place("data"), head->hash);
  CRIBLE_ASSERT_OK(found);
  EXPECT_EQ(found->token, 2u);
  EXPECT_THAT(CheckStoreLog(Place("data"), std::string(64, 'a')),
              StatusIs(absl::StatusCode::kDataLoss, "hash"));
  EXPECT_THAT(ReadLogHead(Place("none")),
              StatusIs(absl::StatusCode::kNotFound, "no data"));
}

TEST_P(MaintenanceTest, MigratesWhatNobodyServes) {
  std::filesystem::create_directories(folder_ / "data");
  {
    const auto db = *GetParam().DatabaseIn(folder_ / "data")->Connect();
    CRIBLE_ASSERT_OK(Migrate(GetParam().schema(), db.get(), 1));
  }
  const auto migrated = MigrateStore(Place("data"));
  CRIBLE_ASSERT_OK(migrated);
  EXPECT_EQ(migrated->from, 1);
  EXPECT_EQ(migrated->to, static_cast<int>(GetParam().schema().size()));
  if (GetParam().is_postgres) return;
  const auto store = Open("data");
  EXPECT_THAT(MigrateStore(Place("data")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "another"));
}

// Beside a server, and before the first one.
TEST_P(MaintenanceTest, KeepsKeys) {
  const auto add = [&](const char* id) {
    return AddKey(Place("data"), {"root", absl::UnixEpoch()},
                  {.id = id, .subject = "ann", .created = absl::UnixEpoch()});
  };
  CRIBLE_ASSERT_OK(add("first"));
  const auto store = Open("data");
  Hold(store.get(), 1);
  CRIBLE_ASSERT_OK(add("second"));
  CRIBLE_ASSERT_OK(
      RevokeKey(Place("data"), {"root", absl::UnixEpoch()}, "first"));
  Hold(store.get(), 2);
  EXPECT_EQ(store->ListKeys()->size(), 2u);
  EXPECT_EQ(ListKeys(Place("data"))->size(), 2u);
  CRIBLE_ASSERT_OK(store->VerifyLog(""));
  EXPECT_EQ(store->Head()->token, 5u);
}

// The key that a database was first opened with, and no other.
TEST_P(MaintenanceTest, AnotherKeyOpensNothing) {
  Hold(Open("data").get(), 1);
  const auto db = *(*NewDatabase(Place("data")))->Connect();
  CRIBLE_ASSERT_OK(LoadStoreKey(DataFolder::KeyIn(folder_ / "data"), db.get()));
  EXPECT_THAT(LoadStoreKey(folder_ / "no-such.key", db.get()).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "not the key"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "no-such.key"));
}

TEST(StorePlaceTest, ShowsNoPassword) {
  const StorePlace place = {
      "data", "postgresql://ann:secret@db.example:5433/crible?sslmode=require"};
  EXPECT_EQ(place.Shown(), "data, postgresql://db.example:5433/crible");
  const auto other = NewDatabase({"data", "mysql://ann:secret@db/crible"});
  EXPECT_THAT(other.status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                       "postgresql://user@host/name"));
}

}  // namespace
}  // namespace crible
