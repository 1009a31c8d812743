#ifndef CRIBLE_STORE_POSTGRES_SESSION_H_
#define CRIBLE_STORE_POSTGRES_SESSION_H_

// What the parts of the PostgreSQL engine share: sessions set up alike, and
// errors that name the fault and hold nothing of a row.

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace crible {

struct PostgresCloser {
  void operator()(PGconn* session) const { PQfinish(session); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresSession = std::unique_ptr<PGconn, PostgresCloser>;
using PostgresResult = std::unique_ptr<PGresult, PostgresCloser>;

// The channel on which every commit is told.
inline constexpr char kPostgresChannel[] = "crible";

// Connects to a server that can be written. What the URL says goes before the
// settings that are made here.
absl::StatusOr<PostgresSession> ConnectPostgres(const std::string& url);

// postgresql://host:port/name of a URL, for people to read.
std::string PostgresUrlWithoutUser(const std::string& url);

// Runs statements without values; OK or the first error.
absl::Status RunOn(PGconn* session, const std::string& sql);

// UNAVAILABLE, or INVALID_ARGUMENT for values that can never be kept, with the
// class of the error and its SQLSTATE. The server's own message may quote
// values of a row; its code does not.
absl::Status ToStatus(const PGresult* result);
// Of a connection that broke or was not to be had.
absl::Status ToStatus(const PGconn* session);

}  // namespace crible

#endif  // CRIBLE_STORE_POSTGRES_SESSION_H_
