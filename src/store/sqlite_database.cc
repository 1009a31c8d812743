#include "store/sqlite_database.h"

#include <sqlite3.h>

#include <utility>

#include "absl/synchronization/mutex.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "base/string_map.h"
#include "fmt/format.h"
#include "store/file_search.h"

namespace crible {
namespace {

// How long a connection waits for another's lock. Writers queue in front of
// the database, so that only backups and checkpoints are ever waited for.
constexpr int kBusyMs = 10'000;
constexpr int kCacheKib = 64 << 10;
// Pages of the write-ahead log before it is copied back, about 32 MiB: those
// that are written again and again are copied once.
constexpr int kCheckpointPages = 8000;
constexpr int kBackupPagesAtOnce = 256;

// SQLite's own message may quote values of a row; its code may not.
absl::Status ToStatus(int code) {
  const bool for_good = code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG;
  return absl::Status(for_good ? absl::StatusCode::kInvalidArgument
                               : absl::StatusCode::kUnavailable,
                      fmt::format("sqlite: {}", sqlite3_errstr(code)));
}

class SqliteConnection;

class SqliteStatement : public Statement {
 public:
  SqliteStatement(SqliteConnection* connection, sqlite3_stmt* statement)
      : connection_(*connection), statement_(statement) {}
  ~SqliteStatement() override { sqlite3_finalize(statement_); }

  void Bind(int place, const Value& value) override {
    if (const auto* number = std::get_if<int64_t>(&value)) {
      sqlite3_bind_int64(statement_, place, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      // A null pointer would bind NULL.
      sqlite3_bind_text64(statement_, place, text->data() ? text->data() : "",
                          text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      const std::string_view bytes = std::get<Blob>(value).bytes;
      sqlite3_bind_blob64(statement_, place, bytes.data() ? bytes.data() : "",
                          bytes.size(), SQLITE_STATIC);
    }
  }
  bool Step() override;
  int64_t Int(int column) override {
    return sqlite3_column_int64(statement_, column);
  }
  std::string_view Bytes(int column) override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes),
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  void Reset() override { sqlite3_reset(statement_); }

 private:
  SqliteConnection& connection_;
  sqlite3_stmt* const statement_;
};

class SqliteConnection : public Connection {
 public:
  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close(db_);
  }

  absl::Status Open(const std::string& path) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int code = sqlite3_open_v2(path.c_str(), &db_, flags, nullptr);
    if (code != SQLITE_OK) return ToStatus(code);
    sqlite3_busy_timeout(db_, kBusyMs);
    RunScript(
        fmt::format("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                    "PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;"
                    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{};"
                    "PRAGMA wal_autocheckpoint = {};",
                    kCacheKib, kCheckpointPages));
    return status();
  }

  void BeginWrite() override { Run("BEGIN IMMEDIATE"); }
  void BeginRead() override { Run("BEGIN"); }

  void RunScript(std::string_view sql) override {
    if (!status().ok()) return;
    const int code =
        sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) FailWith(code);
  }

  int64_t changed() override { return sqlite3_changes64(db_); }
  sqlite3* db() { return db_; }
  void FailWith(int code) { Fail(ToStatus(code)); }

 protected:
  Statement* Prepared(std::string_view sql) override {
    if (const auto found = statements_.find(sql); found != statements_.end())
      return found->second.get();
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
      FailWith(code);
      return nullptr;
    }
    auto& kept = statements_[std::string(sql)];
    kept = std::make_unique<SqliteStatement>(this, statement);
    return kept.get();
  }

 private:
  sqlite3* db_ = nullptr;
  StringMap<std::unique_ptr<SqliteStatement>> statements_;
};

bool SqliteStatement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_.FailWith(code);
  return false;
}

class SqliteDatabase : public Database {
 public:
  explicit SqliteDatabase(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::unique_ptr<Connection>> Connect() override {
    auto connection = std::make_unique<SqliteConnection>();
    CRIBLE_RETURN_IF_ERROR(connection->Open(path_));
    return connection;
  }

  std::unique_ptr<Watching> Watch(std::function<void(uint64_t)>) override {
    return nullptr;
  }
  bool is_ours() const override { return true; }

  // Deleted bytes are overwritten in their pages (secure_delete); the pages as
  // they were before stand in the write-ahead log, which is emptied. A row that
  // had moved to another page, when its own was full, may have left a copy in
  // what is unused of that: only writing all anew takes it away.
  absl::Status Purge(std::span<const std::string> gone) override {
    absl::MutexLock lock(&gone_mutex_);
    gone_.insert(gone_.end(), gone.begin(), gone.end());
    CRIBLE_RETURN_IF_ERROR(EmptyLog());
    CRIBLE_ASSIGN_OR_RETURN(const bool holds, FileHolds(path_, gone_));
    if (holds) CRIBLE_RETURN_IF_ERROR(Compact());
    gone_.clear();
    return absl::OkStatus();
  }

  absl::Status Compact() override {
    {
      SqliteConnection db;
      CRIBLE_RETURN_IF_ERROR(db.Open(path_));
      db.RunScript("VACUUM");
      CRIBLE_RETURN_IF_ERROR(db.status());
    }
    return EmptyLog();
  }
  absl::StatusOr<ErasureTraces> Traces() override { return ErasureTraces(); }

  // Page by page, between the writer's commits.
  absl::Status Backup(const std::string& place) override {
    SqliteConnection from, to;
    CRIBLE_RETURN_IF_ERROR(from.Open(path_));
    CRIBLE_RETURN_IF_ERROR(to.Open(place));
    // One moment: the copy would begin anew with each commit otherwise.
    from.RunScript("BEGIN; SELECT count(*) FROM marks;");
    CRIBLE_RETURN_IF_ERROR(from.status());
    sqlite3_backup* backup =
        sqlite3_backup_init(to.db(), "main", from.db(), "main");
    if (backup == nullptr) return ToStatus(sqlite3_errcode(to.db()));
    int code = SQLITE_OK;
    while (code == SQLITE_OK)
      code = sqlite3_backup_step(backup, kBackupPagesAtOnce);
    const int finish = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return ToStatus(code);
    return finish == SQLITE_OK ? absl::OkStatus() : ToStatus(finish);
  }

 private:
  absl::Status EmptyLog() {
    SqliteConnection db;
    CRIBLE_RETURN_IF_ERROR(db.Open(path_));
    {
      Rows rows = db.Query("PRAGMA wal_checkpoint(TRUNCATE)");
      const bool busy = !rows.Next() || rows.Bool(0);
      CRIBLE_RETURN_IF_ERROR(db.status());
      if (!busy) return absl::OkStatus();
    }
    return absl::DeadlineExceededError("sqlite: a reader keeps old pages");
  }

  const std::string path_;
  absl::Mutex gone_mutex_;
  std::vector<std::string> gone_ ABSL_GUARDED_BY(gone_mutex_);
};

}  // namespace

std::unique_ptr<Database> NewSqliteDatabase(const std::string& path) {
  return std::make_unique<SqliteDatabase>(path);
}

}  // namespace crible
