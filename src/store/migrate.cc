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

absl::Status Migrate(std::span<const std::string_view> schema, Connection* db,
                     int upto) {
  CRIBLE_ASSIGN_OR_RETURN(const int found, SchemaVersion(db));
  const int known = static_cast<int>(schema.size());
  if (found > known) {
    return absl::FailedPreconditionError(
        fmt::format("the store has schema {}, this program knows up to {}: a "
                    "newer one wrote it",
                    found, known));
  }
  for (int version = found + 1; version <= std::min(known, upto); ++version) {
    db->BeginWrite();
    db->RunScript(schema[version - 1]);
    db->Run("INSERT INTO schema_version (version) VALUES (?1)", version);
    db->Run("COMMIT");
    if (db->status().ok()) continue;
    const absl::Status status = db->status();
    db->Clear();
    db->Run("ROLLBACK");
    return status;
  }
  return absl::OkStatus();
}

}  // namespace crible
