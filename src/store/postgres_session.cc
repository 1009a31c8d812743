#include "store/postgres_session.h"

#include <string_view>

#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {
namespace {

// A dead peer is found out within half a minute, from both ends: its locks
// would stay until then. Nobody holds a transaction open for longer either. A
// server that confirms before the disk has it is asked not to.
constexpr char kSettings[] =
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
    "SET tcp_keepalives_count = 3;"
    "SET idle_in_transaction_session_timeout = '30s';"
    "SET lock_timeout = '30s';"
    // Questions here are small; to start workers for one costs 30 ms.
    "SET max_parallel_workers_per_gather = 0;"
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'";

std::string_view ClassName(std::string_view code) {
  static constexpr struct {
    std::string_view prefix, name;
  } kClasses[] = {
      {"08", "the connection broke"},
      {"0A", "not supported"},
      {"22", "a value that cannot be kept"},
      {"23", "a row that breaks a constraint"},
      {"25006", "the server is read-only"},
      {"28", "the user is not let in"},
      {"3D", "no such database"},
      {"40", "the transaction was ended by another"},
      {"42501", "the user lacks a right"},
      {"42", "a statement that the schema does not allow"},
      {"53100", "the disk is full"},
      {"53300", "too many connections"},
      {"53", "out of resources"},
      {"55P03", "a lock was not to be had"},
      {"54", "a row larger than may be"},
      {"57P0", "the server is shutting down or starting"},
      {"57", "a statement was ended from outside"},
      {"58", "the server's disk or system failed"},
      {"XX", "the server's data is damaged"},
  };
  for (const auto& entry : kClasses) {
    if (code.starts_with(entry.prefix)) return entry.name;
  }
  return "failed";
}

// Whether the same values will never be taken, however often they are sent.
bool IsForGood(std::string_view code) {
  return code.starts_with("22") || code.starts_with("23") ||
         code.starts_with("54");
}

// What libpq itself says: no server has told it of a row.
absl::Status OwnError(std::string_view message) {
  return absl::UnavailableError(fmt::format(
      "postgres: {}", message.substr(0, message.find_first_of("\r\n"))));
}

}  // namespace

absl::StatusOr<PostgresSession> ConnectPostgres(const std::string& url) {
  // Later words go before earlier ones, so the URL comes last.
  const char* const keys[] = {"application_name", "client_encoding",
                              "connect_timeout",  "keepalives_idle",
                              "keepalives_count", "keepalives_interval",
                              "tcp_user_timeout", "target_session_attrs",
                              "dbname",           nullptr};
  const char* const values[] = {"crible",    "UTF8", "5",     "10",
                                "3",         "5",    "20000", "read-write",
                                url.c_str(), nullptr};
  PostgresSession session(PQconnectdbParams(keys, values, 1));
  if (session == nullptr || PQstatus(session.get()) != CONNECTION_OK)
    return ToStatus(session.get());
  // Notices would go to stderr.
  PQsetNoticeProcessor(
      session.get(), [](void*, const char*) {}, nullptr);
  CRIBLE_RETURN_IF_ERROR(RunOn(session.get(), kSettings));
  return session;
}

std::string PostgresUrlWithoutUser(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  const auto value = [&](std::string_view keyword) -> std::string {
    for (const PQconninfoOption* option = options.get();
         option != nullptr && option->keyword != nullptr; ++option) {
      if (option->keyword == keyword && option->val != nullptr)
        return option->val;
    }
    return "";
  };
  const std::string port = value("port");
  return fmt::format("postgresql://{}{}{}/{}", value("host"),
                     port.empty() ? "" : ":", port, value("dbname"));
}

absl::Status RunOn(PGconn* session, const std::string& sql) {
  const PostgresResult result(PQexec(session, sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
      status == PGRES_EMPTY_QUERY)
    return absl::OkStatus();
  return result == nullptr ? ToStatus(session) : ToStatus(result.get());
}

absl::Status ToStatus(const PGresult* result) {
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (code == nullptr) return OwnError(PQresultErrorMessage(result));
  return absl::Status(IsForGood(code) ? absl::StatusCode::kInvalidArgument
                                      : absl::StatusCode::kUnavailable,
                      fmt::format("postgres: {} ({})", ClassName(code), code));
}

absl::Status ToStatus(const PGconn* session) {
  return OwnError(PQerrorMessage(session));
}

}  // namespace crible
