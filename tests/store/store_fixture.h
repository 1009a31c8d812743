#ifndef CRIBLE_TESTS_STORE_STORE_FIXTURE_H_
#define CRIBLE_TESTS_STORE_STORE_FIXTURE_H_

// The contract of store/store.h is tested once, against every engine: tests of
// a StoreContract are written with TEST_P and run for each entry of Engines().

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/data_folder.h"
#include "store/database.h"
#include "store/sqlite_database.h"
#include "store/store.h"
#include "support/status_matchers.h"

namespace crible {

struct StoreEngine {
  std::string name;
  // The store in a folder, and its database for who wants to tamper with it.
  std::function<absl::StatusOr<std::unique_ptr<Store>>(const StoreOptions&)>
      open;
  std::function<std::unique_ptr<Database>(const std::string& folder)> database;
};

inline std::vector<StoreEngine> Engines() {
  return {{.name = "Sqlite",
           .open = OpenStore,
           .database = [](const std::string& folder) {
             return NewSqliteDatabase(DataFolder::DatabaseIn(folder));
           }}};
}

// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string path = testing::TempDir() + "crible-store-XXXXXX";
    path_ = mkdtemp(path.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

class StoreContract : public testing::TestWithParam<StoreEngine> {
 protected:
  static inline const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    auto store =
        GetParam().open({.folder = Folder(), .linger = absl::Milliseconds(1)});
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
