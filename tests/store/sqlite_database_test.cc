// What only a file of SQLite does: what was deleted leaves it.

#include "store/sqlite_database.h"

#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_folder.h"

namespace crible {
namespace {

class SqliteDatabaseTest : public testing::Test {
 protected:
  static constexpr size_t kPageBytes = 4096;

  // Three short rows on the second page, most of which is unused.
  void SetUp() override {
    const auto database = NewSqliteDatabase(path_);
    const auto db = *database->Connect();
    db->RunScript(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);"
        "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');");
    CRIBLE_ASSERT_OK(db->status());
    CRIBLE_ASSERT_OK(database->Purge({}));
    ASSERT_EQ(Bytes().size(), 2 * kPageBytes);
  }
  // What SQLite may leave where a row has moved away.
  void LeaveBehind(const std::string& bytes) const {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(kPageBytes + kPageBytes / 2);
    file << bytes;
  }
  std::string Bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  TestFolder folder_;
  const std::string path_ = folder_ / "test.db";
};

TEST_F(SqliteDatabaseTest, PurgeWritesAnewAFileThatHoldsWhatIsGone) {
  const std::string gone = "what a moved row left behind";
  LeaveBehind(gone);
  ASSERT_THAT(Bytes(), testing::HasSubstr(gone));
  const auto database = NewSqliteDatabase(path_);
  const std::vector<std::string> others = {"what nobody has written"};
  CRIBLE_ASSERT_OK(database->Purge(others));
  EXPECT_THAT(Bytes(), testing::HasSubstr(gone));
  const std::vector<std::string> all = {others[0], gone};
  CRIBLE_ASSERT_OK(database->Purge(all));
  EXPECT_THAT(Bytes(), testing::Not(testing::HasSubstr(gone)));
  const auto db = *database->Connect();
  Rows rows = db->Query("SELECT group_concat(text) FROM t");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), "one,two,three");
}

// A caller who tries again after an error has no more to say what was erased.
TEST_F(SqliteDatabaseTest, PurgeLooksAgainForWhatItCouldNotTakeAway) {
  const std::string gone = "what a moved row left behind";
  LeaveBehind(gone);
  const auto database = NewSqliteDatabase(path_);
  const auto reader = *database->Connect();
  reader->BeginRead();
  ASSERT_TRUE(reader->Query("SELECT id FROM t").Next());
  const auto writer = *database->Connect();
  writer->Run("INSERT INTO t VALUES (4, 'four')");
  CRIBLE_ASSERT_OK(writer->status());
  const std::vector<std::string> all = {gone};
  EXPECT_THAT(database->Purge(all),
              StatusIs(absl::StatusCode::kDeadlineExceeded, ""));
  reader->Rollback();
  EXPECT_THAT(Bytes(), testing::HasSubstr(gone));
  CRIBLE_ASSERT_OK(database->Purge({}));
  EXPECT_THAT(Bytes(), testing::Not(testing::HasSubstr(gone)));
}

}  // namespace
}  // namespace crible
