#ifndef CRIBLE_TESTS_STORE_STORE_FIXTURE_H_
#define CRIBLE_TESTS_STORE_STORE_FIXTURE_H_

// The contract of store/store.h is tested once, against every engine: tests of
// a StoreContract are written with TEST_P and run for each entry of Engines().

#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/data_folder.h"
#include "store/database.h"
#include "store/migrate.h"
#include "store/postgres_database.h"
#include "store/postgres_server.h"
#include "store/sqlite_database.h"
#include "store/store.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {

struct StoreEngine {
  std::string name;
  bool is_postgres;

  // What the store in a folder is opened with, and its database for who wants
  // to tamper with it.
  StoreOptions Options(const std::string& folder) const {
    StoreOptions options{.folder = folder};
    if (is_postgres) options.database = PostgresDatabases::Get().Url(folder);
    return options;
  }
  absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& folder) const {
    return OpenStore(Options(folder));
  }
  std::unique_ptr<Database> DatabaseIn(const std::string& folder) const {
    return is_postgres
               ? NewPostgresDatabase(PostgresDatabases::Get().Url(folder))
               : NewSqliteDatabase(DataFolder::DatabaseIn(folder));
  }
  std::span<const std::string_view> schema() const {
    return is_postgres ? PostgresSchema() : SqliteSchema();
  }
  // Where what the store in a folder has written is to be found.
  std::vector<std::string> FilesOf(const std::string& folder) const {
    std::vector<std::string> files;
    const auto add = [&](const std::string& path) {
      for (const auto& file : std::filesystem::directory_iterator(path))
        if (file.is_regular_file()) files.push_back(file.path());
    };
    add(folder);
    if (!is_postgres) return files;
    const auto db = *DatabaseIn(folder)->Connect();
    db->RunScript("CHECKPOINT");
    Rows rows = db->Query(
        "SELECT current_setting('data_directory'), oid::int8 FROM pg_database "
        "WHERE datname = current_database()");
    EXPECT_TRUE(rows.Next());
    add(fmt::format("{}/base/{}", rows.Text(0), rows.Int(1)));
    add(fmt::format("{}/pg_wal", rows.Text(0)));
    return files;
  }
  bool available() const {
    return !is_postgres || PostgresDatabases::Get().available();
  }
};

inline std::vector<StoreEngine> Engines() {
  return {{.name = "Sqlite", .is_postgres = false},
          {.name = "Postgres", .is_postgres = true}};
}
inline std::string EngineName(const testing::TestParamInfo<StoreEngine>& info) {
  return info.param.name;
}

class StoreContract : public testing::TestWithParam<StoreEngine> {
 protected:
  static inline const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

  void SetUp() override {
    if (!GetParam().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
    Open();
  }

  void Open() {
    store_.reset();
    StoreOptions options = GetParam().Options(Folder());
    options.linger = absl::Milliseconds(1);
    auto store = OpenStore(options);
    CRIBLE_ASSERT_OK(store);
    store_ = *std::move(store);
  }
  std::string Folder() const { return folder_ / "data"; }

  static std::string Name(int i) {
    return fmt::format("sites/demo/comments/{}", i);
  }
  static CommentDecision Decision(int i, Verdict verdict = Verdict::kHold,
                                  const std::string& author = "") {
    return {.site = "demo",
            .comment = Name(i),
            .author_id = author,
            .body = fmt::format("body {}", i),
            .content = fmt::format("content {}", i),
            .subject = "cms",
            .verdict = verdict,
            .language = "fr",
            .time = kStart + absl::Seconds(i),
            .payload = fmt::format("payload {}", i)};
  }
  void Record(CommentDecision decision) {
    const CommitPointer commit = store_->Record(std::move(decision));
    if (!commit->binds()) store_->Flush();
    CRIBLE_ASSERT_OK(commit->Wait());
  }
  ReviewItem Item(int i) {
    auto item = store_->GetItem(Name(i));
    EXPECT_THAT(item, IsOk());
    return item.ok() ? *item : ReviewItem();
  }
  StoredComment Comment(int i) {
    auto comment = store_->FindComment(Name(i));
    EXPECT_THAT(comment, IsOk());
    return comment.ok() && *comment ? **comment : StoredComment();
  }
  KnownAuthor Author(const std::string& id) {
    return Know({.author_id = id}).author.value_or(KnownAuthor());
  }
  Known Know(KnownQuery query) {
    if (query.site.empty()) query.site = "demo";
    if (query.now == absl::Time()) query.now = kStart;
    const auto known = store_->FindKnown(query);
    EXPECT_THAT(known, IsOk());
    return known.ok() ? *known : Known();
  }
  static Actor By(const std::string& subject, absl::Duration later = {}) {
    return {subject, kStart + absl::Hours(1) + later};
  }
  absl::StatusOr<uint64_t> Resolve(int i, Outcome outcome,
                                   const std::string& subject = "ann") {
    return store_->Apply(By(subject), Resolution{.comment = Name(i),
                                                 .version = Item(i).version,
                                                 .outcome = outcome,
                                                 .ground = "insult",
                                                 .payload = "a note"});
  }
  std::vector<std::string> Listed(const ItemFilter& filter,
                                  const ItemPlace& place = {}, int max = 100,
                                  absl::Time now = kStart + absl::Hours(1)) {
    auto items = store_->ListItems(filter, place, max, now);
    EXPECT_THAT(items, IsOk());
    std::vector<std::string> names;
    if (!items.ok()) return names;
    for (const ReviewItem& item : *items)
      names.push_back(item.comment.name.substr(20));
    return names;
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_STORE_STORE_FIXTURE_H_
