#ifndef CRIBLE_STORE_MIGRATE_H_
#define CRIBLE_STORE_MIGRATE_H_

// The schema's versions. A version is a file schema/ENGINE/N.sql that leads
// from version N - 1 to N; one that has been published is never changed.

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "store/database.h"

namespace crible {

// The files of an engine in their order, built into the program.
std::span<const std::string_view> SqliteSchema();
std::span<const std::string_view> PostgresSchema();

// Brings the database to the last version, each step in a transaction of its
// own; several processes may do so at once. FAILED_PRECONDITION when it has a
// version that this program does not know. `upto` is for tests.
absl::Status Migrate(std::span<const std::string_view> schema, Connection* db,
                     int upto = INT32_MAX);

// 0 for an empty database.
absl::StatusOr<int> SchemaVersion(Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_MIGRATE_H_
