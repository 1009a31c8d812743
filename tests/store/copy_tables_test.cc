#include "store/copy_tables.h"

#include "absl/strings/str_join.h"
#include "store/store_fixture.h"

namespace crible {
namespace {

struct Table {
  std::string name;
  std::vector<std::string> columns, types;
};

class CopyTablesTest : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override {
    if (!GetParam().available())
      GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
  }
  std::unique_ptr<Connection> Open(const StoreEngine& engine,
                                   const std::string& name) {
    std::filesystem::create_directory(folder_ / name);
    auto db = *engine.DatabaseIn(folder_ / name)->Connect();
    EXPECT_THAT(Migrate(engine.schema(), db.get()), IsOk());
    return db;
  }
  // As the schema has them, which the copying is not to be trusted to know.
  static std::vector<Table> Tables(Connection* sqlite) {
    std::vector<Table> tables;
    Rows rows = sqlite->Query(
        "SELECT m.name, c.name, c.type FROM sqlite_master AS m "
        "JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND "
        "m.name <> 'schema_version' ORDER BY m.rowid, c.cid");
    while (rows.Next()) {
      if (tables.empty() || tables.back().name != rows.Text(0))
        tables.push_back({.name = rows.Text(0)});
      tables.back().columns.push_back(rows.Text(1));
      tables.back().types.push_back(rows.Text(2));
    }
    return tables;
  }
  static void Fill(const std::vector<Table>& tables, Connection* sqlite) {
    const std::string blob("\0'\xff", 3);
    for (const Table& table : tables) {
      for (const int64_t number : {int64_t{1}, int64_t{-2}, kForever}) {
        const std::string text = fmt::format("\n'é{}", number);
        std::vector<Value> values;
        std::vector<std::string> places;
        for (const std::string& type : table.types) {
          places.push_back(fmt::format("?{}", places.size() + 1));
          if (type == "INTEGER") values.push_back(number);
          if (type == "TEXT") values.push_back(text);
          if (type == "BLOB") {
            values.push_back(
                Blob{std::string_view(blob).substr(number == 1 ? blob.size() : 0)});
          }
        }
        sqlite->RunWith(fmt::format("INSERT INTO {} VALUES ({})", table.name,
                                    absl::StrJoin(places, ", ")),
                        values);
      }
    }
    CRIBLE_ASSERT_OK(sqlite->status());
  }
  // Every value as SQL writes it, which tells types apart.
  static std::vector<std::string> Contents(const std::vector<Table>& tables,
                                           Connection* sqlite) {
    std::vector<std::string> lines;
    for (const Table& table : tables) {
      Rows rows = sqlite->Query(fmt::format(
          "SELECT quote({}) FROM {} ORDER BY 1",
          absl::StrJoin(table.columns, ") || ' ' || quote("), table.name));
      while (rows.Next()) lines.push_back(table.name + ": " + rows.Text(0));
    }
    EXPECT_THAT(sqlite->status(), IsOk());
    return lines;
  }

  TestFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(All, CopyTablesTest, testing::ValuesIn(Engines()),
                         EngineName);

TEST_P(CopyTablesTest, LeavesNothingOut) {
  const StoreEngine sqlite = Engines()[0];
  const auto from = Open(sqlite, "from");
  const std::vector<Table> tables = Tables(from.get());
  Fill(tables, from.get());
  const auto between = Open(GetParam(), "between");
  CRIBLE_ASSERT_OK(CopyTables(from.get(), between.get()));
  const auto to = Open(sqlite, "to");
  CRIBLE_ASSERT_OK(CopyTables(between.get(), to.get()));
  EXPECT_EQ(Contents(tables, to.get()), Contents(tables, from.get()));
  EXPECT_EQ(Contents(tables, to.get()).size(), 3 * tables.size());
}

TEST_P(CopyTablesTest, CopiesAllOrNothing) {
  const auto from = Open(Engines()[0], "from");
  Fill(Tables(from.get()), from.get());
  const auto to = Open(GetParam(), "to");
  to->Run("INSERT INTO marks (name, value) VALUES (?1, 0)", "\n'é1");
  EXPECT_THAT(CopyTables(from.get(), to.get()),
              StatusIs(absl::StatusCode::kInvalidArgument, "constraint"));
  Rows rows = to->Query("SELECT count(*) FROM events");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Int(0), 0);
}

}  // namespace
}  // namespace crible
