#ifndef CRIBLE_STORE_DATABASE_H_
#define CRIBLE_STORE_DATABASE_H_

// What the store needs of an engine: connections that run prepared statements.
// All SQL of the store is written once, with ?1 ?2 … for its values; an engine
// brings its schema, its locks and the words in which it fails.
//
//   Rows rows = db.Query("SELECT state FROM comments WHERE name = ?1", name);
//   if (rows.Next()) state = rows.Int(0);
//   CRIBLE_RETURN_IF_ERROR(db.status());
//
// INVALID_ARGUMENT are values that the database can never keep, however often
// they come; other errors may pass.
//
// An error sticks to its connection until Clear(): after one, statements do
// nothing and have no rows, so that a group of statements is checked once. In a
// write transaction the error of a Run may show only with the next row, with
// changed() or with Commit().

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/person_records.h"

namespace crible {

struct Blob {
  std::string_view bytes;
};

// A value of a statement; views must live as long as its rows are read.
using Value = std::variant<int64_t, std::string_view, Blob>;

// Times on disk: microseconds since 1970; 0 for none, and for ever.
inline constexpr int64_t kForever = INT64_MAX;
inline int64_t ToMicros(absl::Time time) {
  if (time == absl::InfinitePast()) return 0;
  if (time == absl::InfiniteFuture()) return kForever;
  return absl::ToUnixMicros(time);
}
inline absl::Time FromMicros(int64_t micros) {
  if (micros == 0) return absl::InfinitePast();
  if (micros == kForever) return absl::InfiniteFuture();
  return absl::FromUnixMicros(micros);
}

template <typename T>
Value ToValue(const T& value) {
  if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
    return static_cast<int64_t>(value);
  } else if constexpr (std::is_same_v<T, absl::Time>) {
    return ToMicros(value);
  } else if constexpr (std::is_same_v<T, Blob>) {
    return value;
  } else {
    return std::string_view(value);
  }
}

// A prepared statement in use. Columns count from 0; views last until Next().
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void Bind(int place, const Value& value) = 0;  // places from 1
  virtual bool Step() = 0;  // false at the end and on errors
  // To the end, for who wants no rows.
  virtual void Run() {
    while (Step()) {
    }
  }
  virtual int64_t Int(int column) = 0;
  virtual std::string_view Bytes(int column) = 0;  // of text and blobs
  virtual void Reset() = 0;
};

// The rows of one query; gives its statement back when it goes.
class Rows {
 public:
  explicit Rows(Statement* statement) : statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() {
    if (statement_ != nullptr) statement_->Reset();
  }

  bool Next() { return statement_ != nullptr && statement_->Step(); }
  int64_t Int(int column) { return statement_->Int(column); }
  bool Bool(int column) { return statement_->Int(column) != 0; }
  std::string Text(int column) {
    return std::string(statement_->Bytes(column));
  }
  absl::Time Time(int column) { return FromMicros(statement_->Int(column)); }
  std::string_view Bytes(int column) { return statement_->Bytes(column); }
  template <typename Enum>
  Enum As(int column) {
    return static_cast<Enum>(statement_->Int(column));
  }

 private:
  Statement* const statement_;  // null after an error
};

// For one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;

  // One query at a time with the same text.
  template <typename... Args>
  Rows Query(std::string_view sql, const Args&... args) {
    return Rows(Bound(sql, {ToValue(args)...}));
  }

  Rows QueryWith(std::string_view sql, const std::vector<Value>& values) {
    return Rows(Bound(sql, values));
  }

  // A statement whose rows nobody wants.
  template <typename... Args>
  void Run(std::string_view sql, const Args&... args) {
    RunWith(sql, {ToValue(args)...});
  }
  void RunWith(std::string_view sql, const std::vector<Value>& values) {
    Statement* statement = Bound(sql, values);
    if (statement == nullptr) return;
    statement->Run();
    statement->Reset();
  }

  // Begins a transaction that nothing else writes beside: the lock on the head
  // of the log is taken first. Makes a connection anew that was lost.
  virtual void BeginWrite() = 0;
  // OK: what was written is on disk. UNKNOWN: the connection was lost before
  // the answer came, it may be there. Other errors: it is not.
  virtual void Commit() { Run("COMMIT"); }
  // Undoes the transaction and clears the status.
  virtual void Rollback() {
    Clear();
    Run("ROLLBACK");
    Clear();
  }
  // What is read from here to Rollback() is as of one moment.
  virtual void BeginRead() = 0;
  // Several statements, without values, as a schema file has them.
  virtual void RunScript(std::string_view sql) = 0;
  // How many rows the last Run changed.
  virtual int64_t changed() = 0;
  // False when it is known to be lost; for one that nobody uses.
  virtual bool alive() { return true; }

  const absl::Status& status() const { return status_; }
  void Clear() { status_ = absl::OkStatus(); }

 protected:
  // Null, and Fail(), when it cannot be had.
  virtual Statement* Prepared(std::string_view sql) = 0;
  // The first error stays.
  void Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }

 private:
  Statement* Bound(std::string_view sql, const std::vector<Value>& values) {
    Statement* statement = status_.ok() ? Prepared(sql) : nullptr;
    if (statement == nullptr) return nullptr;
    int place = 0;
    for (const Value& value : values) statement->Bind(++place, value);
    return statement;
  }

  absl::Status status_;
};

// Safe from any thread.
class Database {
 public:
  virtual ~Database() = default;
  virtual absl::StatusOr<std::unique_ptr<Connection>> Connect() = 0;

  // Calls `committed` with the last token of the log, on a thread of its own,
  // soon after any process has committed; it may do so more often than that.
  // Ends when the result is destroyed. Null where only one process writes.
  class Watching {
   public:
    virtual ~Watching() = default;
  };
  virtual std::unique_ptr<Watching> Watch(
      std::function<void(uint64_t)> committed) = 0;

  // Whether no other process puts comments into it.
  virtual bool is_ours() const = 0;

  // Returns when nothing that was deleted before stands in a file any more, as
  // far as can be had without keeping others waiting for long; of `gone`, bytes
  // of what was deleted, no file holds any, where files can be read.
  // DEADLINE_EXCEEDED when somebody reads as of a moment from before for too
  // long. After an error the next call looks for the same bytes as well.
  virtual absl::Status Purge(std::span<const std::string> gone) = 0;
  // The same, whomever it keeps waiting.
  virtual absl::Status Compact() = 0;
  // Where what was deleted may stand after Purge().
  virtual absl::StatusOr<ErasureTraces> Traces() = 0;

  // Copies all of it, as it is at one moment, to a new place.
  virtual absl::Status Backup(const std::string& place) = 0;
};

}  // namespace crible

#endif  // CRIBLE_STORE_DATABASE_H_
