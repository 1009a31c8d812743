#ifndef CRIBLE_TESTS_STORE_POSTGRES_SERVER_H_
#define CRIBLE_TESTS_STORE_POSTGRES_SERVER_H_

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "store/postgres_database.h"
#include "support/status_matchers.h"

namespace crible {

// A server that tests/support/postgres runs, as long as this lives.
class PostgresServer {
 public:
  PostgresServer() {
    std::string path = testing::TempDir() + "crible-postgres-XXXXXX";
    folder_ = mkdtemp(path.data());
    Do("start");
  }
  // One that another has started in the folder.
  explicit PostgresServer(std::string folder)
      : folder_(std::move(folder)), is_own_(false) {}
  ~PostgresServer() {
    if (!is_own_) return;
    Do("stop");
    std::filesystem::remove_all(folder_);
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // restart, crash or up.
  void Do(const std::string& command) const {
    const std::string line = fmt::format("{}/tests/support/postgres {} {}",
                                         CRIBLE_SOURCE_DIR, command, folder_);
    EXPECT_EQ(std::system(line.c_str()), 0) << line;
  }

  // False without Debian's package.
  bool available() const { return !Url("postgres").empty(); }
  std::string Url(const std::string& database) const {
    std::ifstream in(folder_ + "/url");
    std::string url;
    std::getline(in, url);
    const size_t place = url.find("/postgres?");
    return place == url.npos ? "" : url.replace(place + 1, 8, database);
  }

  // A new database; it goes with the server or by DropDatabase.
  std::string MakeDatabase() const {
    static int number = 0;
    const std::string name = fmt::format("test_{}_{}", getpid(), ++number);
    Administer("CREATE DATABASE " + name);
    return name;
  }
  void DropDatabase(const std::string& name) const {
    Administer(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
  }

 private:
  void Administer(const std::string& sql) const {
    const auto db = NewPostgresDatabase(Url("postgres"))->Connect();
    ASSERT_THAT(db, IsOk());
    (*db)->RunScript(sql);
    EXPECT_THAT((*db)->status(), IsOk());
  }

  std::string folder_;
  const bool is_own_ = true;
};

// The databases of the tests of this executable, one for each folder that is
// asked for: on the server of ctest's fixture, or else on one of its own.
class PostgresDatabases {
 public:
  static PostgresDatabases& Get() {
    static PostgresDatabases databases;
    return databases;
  }

  bool available() const { return server_.available(); }
  std::string Url(const std::string& folder) {
    std::string& name = names_[folder];
    if (name.empty()) name = server_.MakeDatabase();
    return server_.Url(name);
  }

 private:
  static const char* FixtureFolder() { return getenv("CRIBLE_TEST_POSTGRES"); }

  PostgresDatabases()
      : is_shared_(FixtureFolder() != nullptr),
        server_(is_shared_ ? PostgresServer(FixtureFolder())
                           : PostgresServer()) {}
  ~PostgresDatabases() {
    if (!is_shared_) return;
    for (const auto& [folder, name] : names_) server_.DropDatabase(name);
  }

  const bool is_shared_;
  const PostgresServer server_;
  std::map<std::string, std::string> names_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_STORE_POSTGRES_SERVER_H_
