#include "cli/store.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "cli/data_options.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/postgres_server.h"
#include "store/sqlite_database.h"
#include "store/store.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class StoreCommandTest : public testing::Test {
 protected:
  StoreCommandTest()
      : folder_(testing::TempDir() + "crible-cli-store-" +
                std::to_string(getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~StoreCommandTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  DataOptions At(const std::string& name) const { return {.data = Path(name)}; }
  std::unique_ptr<Store> Serve(const std::string& database = "") {
    auto store = OpenStore({.folder = Path("data"), .database = database});
    EXPECT_THAT(store, IsOk());
    EXPECT_THAT((*store)
                    ->Record({.site = "demo",
                              .comment = "sites/demo/comments/1",
                              .verdict = Verdict::kHold})
                    ->Wait(),
                IsOk());
    return *std::move(store);
  }
  Io NewIo(UiLanguage language = UiLanguage::kEnglish) {
    out_.str("");
    err_.str("");
    return {.in = in_, .out = out_, .err = err_, .language = language};
  }

  const std::string folder_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(StoreCommandTest, BacksUpChecksAndRestores) {
  const auto served = Serve();
  EXPECT_EQ(RunStoreBackup({At("data"), Path("copy")}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("crible.key"));
  EXPECT_EQ(RunAuditHead({.at = At("data")}, NewIo()), kExitOk);
  const std::string head = out_.str().substr(0, 64);
  EXPECT_THAT(out_.str(), EndsWith("\n"));
  EXPECT_EQ(head.size(), 64u);
  EXPECT_EQ(RunStoreRestore({At("new"), Path("copy")}, NewIo()), kExitOk);
  EXPECT_EQ(RunAuditVerify({At("new"), head}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("the log is whole: 1 events, 1 blocks"));
}

TEST_F(StoreCommandTest, SaysThatTheLogWasChanged) {
  Serve();
  {
    const auto db = *NewSqliteDatabase(Path("data/crible.db"))->Connect();
    db->RunScript("UPDATE events SET subject = 'another'");
  }
  EXPECT_EQ(RunAuditVerify({.at = At("data")}, NewIo()), kExitFindings);
  EXPECT_EQ(err_.str(), "crible: an event of block 1 was changed\n");
  EXPECT_EQ(RunAuditVerify({.at = At("data")}, NewIo(UiLanguage::kFrench)),
            kExitFindings);
  EXPECT_EQ(err_.str(), "crible: un événement du bloc 1 a été changé\n");
}

TEST_F(StoreCommandTest, MigratesWhatNobodyServes) {
  auto served = Serve();
  EXPECT_EQ(RunStoreMigrate({.at = At("data")}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("another process"));
  served.reset();
  EXPECT_EQ(RunStoreMigrate({.at = At("data")}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("up to date"));
}

TEST_F(StoreCommandTest, FindsTheFolder) {
  unsetenv("CRIBLE_DATA");
  EXPECT_EQ(PlaceOf({}).folder, "data");
  setenv("CRIBLE_DATA", "/srv/crible", 1);
  EXPECT_EQ(PlaceOf({}).folder, "/srv/crible");
  EXPECT_EQ(PlaceOf({.data = "given"}).folder, "given");
  unsetenv("CRIBLE_DATA");
  EXPECT_EQ(RunAuditHead({.at = At("none")}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("no data of Crible"));
}

TEST_F(StoreCommandTest, FindsTheDatabase) {
  unsetenv("CRIBLE_DATABASE");
  EXPECT_FALSE(PlaceOf({}).is_postgres());
  setenv("CRIBLE_DATABASE", "postgresql://db/crible", 1);
  EXPECT_EQ(PlaceOf({}).database, "postgresql://db/crible");
  EXPECT_EQ(PlaceOf({.database = "postgresql://given"}).database,
            "postgresql://given");
  unsetenv("CRIBLE_DATABASE");
  EXPECT_EQ(RunAuditHead({.at = {.database = "crible.db"}},
                         NewIo(UiLanguage::kFrench)),
            kExitFailed);
  EXPECT_EQ(err_.str(),
            "crible: la base s'écrit postgresql://utilisateur@hôte/nom\n");
}

TEST_F(StoreCommandTest, WorksOnPostgres) {
  if (!PostgresDatabases::Get().available())
    GTEST_SKIP() << "Debian's package postgresql-15 is not installed";
  const auto at = [&](const std::string& name) {
    return DataOptions{Path(name), PostgresDatabases::Get().Url(Path(name))};
  };
  EXPECT_EQ(RunStoreMigrate({.at = at("data")}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("from schema 0 to schema"));
  auto served = Serve(at("data").database);
  EXPECT_EQ(RunStoreBackup({at("data"), Path("copy")}, NewIo()), kExitOk);
  EXPECT_EQ(RunStoreRestore({at("new"), Path("copy")}, NewIo()), kExitOk);
  EXPECT_EQ(RunAuditHead({.at = at("data")}, NewIo()), kExitOk);
  const std::string head = out_.str().substr(0, 64);
  EXPECT_EQ(RunAuditVerify({at("new"), head}, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), StartsWith("the log is whole: 1 events, 1 blocks"));
  served.reset();
  EXPECT_EQ(RunStoreRestore({at("data"), Path("copy")}, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("exists already"));
}

}  // namespace
}  // namespace crible
