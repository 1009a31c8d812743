#include "store/migrate.h"

#include <algorithm>

#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {

// In a table, not in the engine's own place for it, so that all engines are
// alike.
absl::StatusOr<int> SchemaVersion(Connection* db) {
  db->RunScript(
      "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
  Rows rows = db->Query("SELECT max(version) FROM schema_version");
  const int version = rows.Next() ? static_cast<int>(rows.Int(0)) : 0;
  CRIBLE_RETURN_IF_ERROR(db->status());
  return version;
}

namespace {

// One step, or none when there is none to take; whether it took one. The
// version is read under the lock: another process may migrate at the same time.
absl::StatusOr<bool> Step(std::span<const std::string_view> schema,
                          Connection* db, int upto) {
  const int known = static_cast<int>(schema.size());
  CRIBLE_ASSIGN_OR_RETURN(const int found, SchemaVersion(db));
  if (found > known) {
    return absl::FailedPreconditionError(
        fmt::format("the store has schema {}, this program knows up to {}: a "
                    "newer one wrote it",
                    found, known));
  }
  if (found >= std::min(known, upto)) return false;
  db->RunScript(schema[found]);
  db->Run("INSERT INTO schema_version (version) VALUES (?1)", found + 1);
  return true;
}

}  // namespace

absl::Status Migrate(std::span<const std::string_view> schema, Connection* db,
                     int upto) {
  bool stepped = true;
  while (stepped) {
    db->BeginWrite();
    auto step = Step(schema, db, upto);
    if (step.ok()) db->Commit();
    absl::Status status = step.ok() ? db->status() : step.status();
    if (!status.ok()) {
      db->Rollback();
      return status;
    }
    stepped = *step;
  }
  return absl::OkStatus();
}

}  // namespace crible
