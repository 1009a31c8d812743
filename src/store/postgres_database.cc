#include "store/postgres_database.h"

#include <endian.h>
#include <poll.h>

#include <cstring>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/localized.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "base/string_map.h"
#include "fmt/format.h"
#include "store/backoff.h"
#include "store/copy_tables.h"
#include "store/migrate.h"
#include "store/postgres_listener.h"
#include "store/postgres_session.h"
#include "store/sqlite_database.h"

namespace crible {
namespace {

// The lock on the head of the log, an advisory one: no table lock, which would
// keep vacuum waiting. "crible" in ASCII.
constexpr int64_t kHeadLock = 0x637269626c65;
// Statements on their way before their results are taken in, so that neither
// side's buffers fill up.
constexpr size_t kSentMax = 256;
// Rows of a cursor that are held at once.
constexpr int kPortion = 500;
// How long whoever rewrites tables waits for older transactions to end.
constexpr int kReadersWaits = 300;
constexpr absl::Duration kReadersWait = absl::Milliseconds(100);

// The types of values, by their numbers in every PostgreSQL.
constexpr Oid kByteaOid = 17, kInt8Oid = 20, kTextOid = 25;

// ?1 ?2 … as PostgreSQL writes them: $1 $2 ….
std::string WithDollars(std::string_view sql) {
  std::string out(sql);
  for (size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] == '?' && out[i + 1] >= '1' && out[i + 1] <= '9') out[i] = '$';
  }
  return out;
}

class PostgresConnection;

class PostgresStatement : public Statement {
 public:
  PostgresStatement(PostgresConnection* connection, std::string_view sql,
                    size_t number)
      : connection_(*connection),
        sql_(WithDollars(sql)),
        name_(fmt::format("s{}", number)) {}

  void Bind(int place, const Value& value) override;
  void Run() override;
  bool Step() override;
  int64_t Int(int column) override;
  std::string_view Bytes(int column) override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<size_t>(PQgetlength(result_.get(), row_, column))};
  }
  void Reset() override;

  // The values as libpq takes them; valid until the next Bind.
  struct Parameters {
    std::vector<Oid> types;
    std::vector<const char*> bytes;
    std::vector<int> lengths, binary;
    int count() const { return static_cast<int>(types.size()); }
  };
  Parameters parameters() const;

  // For PostgresConnection: sends itself, the first time with its text.
  // False when it could not be sent.
  bool SendOn(PGconn* session);
  bool prepared = false;  // or on its way to be

 private:
  PostgresResult FetchPortion();

  struct Parameter {
    Oid type;
    std::string_view bytes;  // of text and blobs
    uint64_t number;         // in the order of bytes of the wire
  };

  PostgresConnection& connection_;
  const std::string sql_;
  const std::string name_;
  std::vector<Parameter> values_;
  PostgresResult result_;
  int row_ = 0;
  bool cursor_ = false;
};

// In libpq's pipeline mode all the time, but for scripts.
class PostgresConnection : public Connection {
 public:
  PostgresConnection(std::string url, std::shared_ptr<Gate> gate)
      : url_(std::move(url)), gate_(std::move(gate)) {}

  absl::Status Open() {
    statements_.clear();
    sent_.clear();
    in_write_ = reads_ = false;
    CRIBLE_RETURN_IF_ERROR(gate_->Enter());
    auto session = ConnectPostgres(url_);
    gate_->Leave(session.status());
    CRIBLE_RETURN_IF_ERROR(session.status());
    session_ = *std::move(session);
    PQenterPipelineMode(session_.get());
    return absl::OkStatus();
  }

  void BeginWrite() override {
    if (!status().ok()) return;
    if (!alive()) {
      if (absl::Status opened = Open(); !opened.ok()) Fail(std::move(opened));
    }
    in_write_ = true;
    Connection::Run("BEGIN");
    Connection::Run("SELECT pg_advisory_xact_lock(?1)", kHeadLock);
  }
  // Rows come in portions, by cursors: who reads at one moment reads much.
  void BeginRead() override {
    Connection::Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    reads_ = status().ok();
  }

  void Commit() override {
    if (!status().ok()) return;
    static const auto& notify =
        *new std::string(fmt::format("NOTIFY {}", kPostgresChannel));
    Connection::Run(notify);
    Connection::Run("COMMIT");
    const PostgresResult ended = Receive();
    in_write_ = false;
    if (Lost()) {
      Clear();
      Fail(absl::UnknownError("postgres: the connection broke in a commit"));
    } else if (status().ok() &&
               std::string_view(PQcmdStatus(ended.get())) != "COMMIT") {
      Fail(absl::UnavailableError("postgres: the server undid a commit"));
    }
  }
  void Rollback() override {
    Receive();
    in_write_ = reads_ = false;
    Connection::Rollback();
  }

  void RunScript(std::string_view sql) override {
    Receive();
    if (!status().ok()) return;
    PQexitPipelineMode(session_.get());
    if (absl::Status ran = RunOn(session_.get(), std::string(sql)); !ran.ok())
      Fail(std::move(ran));
    PQenterPipelineMode(session_.get());
  }

  int64_t changed() override {
    Receive();
    return changed_;
  }

  // A server has nothing to say to who asks nothing, but that it goes.
  bool alive() override {
    pollfd event{.fd = PQsocket(session_.get()), .events = POLLIN};
    return !Lost() && poll(&event, 1, 0) == 0;
  }

  // Without waiting for what becomes of it.
  void Send(PostgresStatement* statement) {
    if (!status().ok()) return;
    if (sent_.size() >= kSentMax) Receive();
    const bool is_new = !statement->prepared;
    if (!statement->SendOn(session_.get())) {
      Fail(ToStatus(session_.get()));
      return;
    }
    if (is_new) sent_.push_back({statement, true});
    sent_.push_back({statement, false});
  }

  // A statement that is not kept, with the values of `values` if there are any.
  void SendOnce(const std::string& sql, const PostgresStatement* values) {
    if (!status().ok()) return;
    PostgresStatement::Parameters all;
    if (values != nullptr) all = values->parameters();
    if (PQsendQueryParams(session_.get(), sql.c_str(), all.count(),
                          all.types.data(), all.bytes.data(),
                          all.lengths.data(), all.binary.data(), 1)) {
      sent_.push_back({nullptr, false});
    } else {
      Fail(ToStatus(session_.get()));
    }
  }

  // Waits for all that was sent; the result of the last, or null on an error.
  PostgresResult Receive() {
    if (sent_.empty()) return nullptr;
    PQpipelineSync(session_.get());
    PostgresResult last;
    for (const Sent& sent : sent_) {
      PostgresResult result(PQgetResult(session_.get()));
      const bool done = Take(sent, result.get());
      bool more = result != nullptr;
      if (!sent.preparing) last = done ? std::move(result) : nullptr;
      // A null one ends each.
      while (more && !Lost())
        more = PostgresResult(PQgetResult(session_.get())) != nullptr;
    }
    sent_.clear();
    if (!Lost()) PostgresResult(PQgetResult(session_.get()));  // the sync's
    return last;
  }

  // Within a write transaction nothing is waited for until it matters.
  bool waits() const { return !in_write_; }
  bool reads() const { return reads_; }

 protected:
  Statement* Prepared(std::string_view sql) override {
    if (const auto found = statements_.find(sql); found != statements_.end())
      return found->second.get();
    auto& kept = statements_[std::string(sql)];
    kept = std::make_unique<PostgresStatement>(this, sql, statements_.size());
    return kept.get();
  }

 private:
  struct Sent {
    PostgresStatement* statement;
    bool preparing;  // its text, not its values
  };

  bool Lost() const { return PQstatus(session_.get()) != CONNECTION_OK; }

  bool Take(const Sent& sent, const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (sent.preparing) {
      sent.statement->prepared = done;
    } else if (done) {
      changed_ =
          strtoll(PQcmdTuples(const_cast<PGresult*>(result)), nullptr, 10);
    }
    // What follows an error is aborted for it; the first error stays.
    if (!done) Fail(Lost() ? ToStatus(session_.get()) : ToStatus(result));
    return done;
  }

  const std::string url_;
  const std::shared_ptr<Gate> gate_;
  PostgresSession session_;
  StringMap<std::unique_ptr<PostgresStatement>> statements_;
  std::vector<Sent> sent_;
  bool in_write_ = false;
  bool reads_ = false;
  int64_t changed_ = 0;
};

void PostgresStatement::Bind(int place, const Value& value) {
  if (values_.size() < static_cast<size_t>(place)) values_.resize(place);
  Parameter& parameter = values_[place - 1];
  if (const auto* number = std::get_if<int64_t>(&value)) {
    parameter = {.type = kInt8Oid,
                 .number = htobe64(static_cast<uint64_t>(*number))};
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    parameter = {.type = kTextOid, .bytes = *text};
  } else {
    parameter = {.type = kByteaOid, .bytes = std::get<Blob>(value).bytes};
  }
}

PostgresStatement::Parameters PostgresStatement::parameters() const {
  Parameters all;
  for (const Parameter& parameter : values_) {
    all.types.push_back(parameter.type);
    if (parameter.type == kInt8Oid) {
      all.bytes.push_back(reinterpret_cast<const char*>(&parameter.number));
      all.lengths.push_back(sizeof(parameter.number));
    } else {
      const char* bytes = parameter.bytes.data();
      all.bytes.push_back(bytes == nullptr ? "" : bytes);  // null is NULL
      all.lengths.push_back(static_cast<int>(parameter.bytes.size()));
    }
  }
  all.binary.assign(values_.size(), 1);
  return all;
}

bool PostgresStatement::SendOn(PGconn* session) {
  const Parameters all = parameters();
  if (!prepared && !PQsendPrepare(session, name_.c_str(), sql_.c_str(),
                                  all.count(), all.types.data()))
    return false;
  prepared = true;
  return PQsendQueryPrepared(session, name_.c_str(), all.count(),
                             all.bytes.data(), all.lengths.data(),
                             all.binary.data(), 1) != 0;
}

void PostgresStatement::Run() {
  connection_.Send(this);
  if (connection_.waits()) connection_.Receive();
}

bool PostgresStatement::Step() {
  if (result_ != nullptr && ++row_ < PQntuples(result_.get())) return true;
  if (connection_.reads()) {
    result_ = FetchPortion();
  } else if (result_ == nullptr) {
    connection_.Send(this);
    result_ = connection_.Receive();
  } else {
    return false;
  }
  row_ = 0;
  return result_ != nullptr && PQntuples(result_.get()) > 0;
}

PostgresResult PostgresStatement::FetchPortion() {
  if (!cursor_) {
    connection_.SendOnce(
        fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name_, sql_), this);
    cursor_ = true;
  }
  connection_.SendOnce(fmt::format("FETCH {} FROM {}", kPortion, name_),
                       nullptr);
  return connection_.Receive();
}

void PostgresStatement::Reset() {
  result_.reset();
  row_ = 0;
  values_.clear();
  if (cursor_ && connection_.reads())
    connection_.SendOnce(fmt::format("CLOSE {}", name_), nullptr);
  cursor_ = false;
}

int64_t PostgresStatement::Int(int column) {
  const std::string_view bytes = Bytes(column);
  if (bytes.size() == sizeof(uint32_t)) {
    uint32_t number;
    std::memcpy(&number, bytes.data(), sizeof(number));
    return static_cast<int32_t>(be32toh(number));
  }
  if (bytes.size() != sizeof(uint64_t)) return 0;  // NULL
  uint64_t number;
  std::memcpy(&number, bytes.data(), sizeof(number));
  return static_cast<int64_t>(be64toh(number));
}

class PostgresDatabase : public Database {
 public:
  explicit PostgresDatabase(std::string url) : url_(std::move(url)) {}

  absl::StatusOr<std::unique_ptr<Connection>> Connect() override {
    auto connection = std::make_unique<PostgresConnection>(url_, gate_);
    CRIBLE_RETURN_IF_ERROR(connection->Open());
    return connection;
  }

  std::unique_ptr<Watching> Watch(
      std::function<void(uint64_t)> committed) override {
    return std::make_unique<PostgresListener>(url_, std::move(committed));
  }

  bool is_ours() const override { return false; }

  // Vacuum alone leaves bytes in the holes of pages until they are used again.
  absl::Status Purge(std::span<const std::string>) override {
    return absl::OkStatus();
  }
  absl::Status Compact() override {
    CRIBLE_ASSIGN_OR_RETURN(const auto db, Connect());
    CRIBLE_RETURN_IF_ERROR(AwaitReaders(db.get()));
    for (const std::string_view table :
         {"payloads", "comments", "items", "item_labels", "label_items",
          "calls", "authors", "vault", "term_lists", "wishes", "uncounted",
          // From before version 13 it may hold samples of what is gone.
          "pg_catalog.pg_statistic"}) {
      db->RunScript(fmt::format("VACUUM FULL {}", table));
    }
    db->RunScript("CHECKPOINT");
    return db->status();
  }
  // VACUUM FULL copies deleted rows that a snapshot may still see, its own
  // among them: that is as old as the oldest transaction of the whole server.
  static absl::Status AwaitReaders(Connection* db) {
    Rows now = db->Query("SELECT pg_current_xact_id()::text");
    if (!now.Next()) return db->status();
    const std::string here(now.Text(0));
    for (int i = 0; i < kReadersWaits; ++i) {
      Rows rows = db->Query(
          "SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::bigint <= "
          "?1::text::bigint)::int + (SELECT count(*) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
          "age(backend_xmin) >= "
          "age((?1::text::bigint % 4294967296)::text::xid))",
          here);
      if (!rows.Next()) return db->status();
      if (rows.Int(0) == 0) return absl::OkStatus();
      absl::SleepFor(kReadersWait);
    }
    return absl::DeadlineExceededError(
        "postgres: an old transaction is still open, and keeps what was "
        "deleted: end it, then call this again");
  }
  absl::StatusOr<ErasureTraces> Traces() override {
    CRIBLE_ASSIGN_OR_RETURN(const auto db, Connect());
    Rows rows = db->Query(
        "SELECT pg_current_wal_lsn()::text, current_setting('max_wal_size'), "
        "current_setting('archive_mode'), (SELECT count(*) FROM "
        "pg_replication_slots)");
    CRIBLE_RETURN_IF_ERROR(db->status());
    if (!rows.Next()) return absl::UnavailableError("postgres: no settings");
    const Localized text = FormatBoth(
        "scellé, donc illisible sans la clé : dans les pages des tables "
        "jusqu'à « crible store compact » ; dans le journal de PostgreSQL "
        "avant {}, recyclé au-delà de max_wal_size = {} ; archive_mode = {}, "
        "{} emplacement(s) de réplication qui peuvent le retenir",
        "sealed, so that nobody reads it without the key: in the tables' pages "
        "until “crible store compact”; in PostgreSQL's write-ahead log before "
        "{}, recycled beyond max_wal_size = {}; archive_mode = {}, {} "
        "replication slot(s) that may keep it",
        rows.Text(0), rows.Text(1), rows.Text(2), rows.Int(3));
    return ErasureTraces{.fr = text.fr, .en = text.en};
  }

  // Into a file of SQLite: a backup is one folder that any program opens.
  absl::Status Backup(const std::string& place) override {
    CRIBLE_ASSIGN_OR_RETURN(const auto from, Connect());
    CRIBLE_ASSIGN_OR_RETURN(const auto to, NewSqliteDatabase(place)->Connect());
    CRIBLE_RETURN_IF_ERROR(Migrate(SqliteSchema(), to.get()));
    return CopyTables(from.get(), to.get());
  }

 private:
  const std::string url_;
  const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
};

}  // namespace

std::unique_ptr<Database> NewPostgresDatabase(const std::string& url) {
  return std::make_unique<PostgresDatabase>(url);
}

bool IsPostgresUrl(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

}  // namespace crible
