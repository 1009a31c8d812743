#include "store/maintenance.h"

#include <filesystem>
#include <memory>

#include "base/localized_status.h"
#include "base/status_macros.h"
#include "store/data_folder.h"
#include "store/event_log.h"
#include "store/group_writer.h"
#include "store/migrate.h"
#include "store/sqlite_database.h"
#include "store/upkeep.h"

namespace crible {
namespace {

absl::Status NoStoreError(const std::string& folder) {
  return LocalizedError(absl::StatusCode::kNotFound,
                        FormatBoth("{} : aucune donnée de Crible",
                                   "{}: no data of Crible", folder));
}

// For reading beside a server: without the folder's lock.
absl::StatusOr<std::unique_ptr<Connection>> Look(const std::string& folder) {
  const std::string path = DataFolder::DatabaseIn(folder);
  if (!std::filesystem::exists(path)) return NoStoreError(folder);
  return NewSqliteDatabase(path)->Connect();
}

absl::Status CheckFile(Connection* db) {
  Rows rows = db->Query("PRAGMA integrity_check");
  const bool sound = rows.Next() && rows.Text(0) == "ok";
  CRIBLE_RETURN_IF_ERROR(db->status());
  if (sound) return absl::OkStatus();
  return LocalizedError(
      absl::StatusCode::kDataLoss,
      FormatBoth("la base est endommagée", "the database is damaged"));
}

// One transaction beside a server's: the head of the log is read within it, so
// that the chain goes on whoever writes.
template <typename Operation>
absl::Status Write(const std::string& folder, Operation operation) {
  if (!std::filesystem::exists(DataFolder::DatabaseIn(folder))) {
    CRIBLE_RETURN_IF_ERROR(MigrateStore(folder).status());
  }
  CRIBLE_ASSIGN_OR_RETURN(const SealingKey key,
                          SealingKey::LoadOrCreate(DataFolder::KeyIn(folder)));
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(folder));
  BlockWriter block(db.get(), &key);
  Transaction transaction{*db, block, key};
  db->BeginWrite();
  block.Begin();
  const absl::Status status = operation(&transaction);
  if (!status.ok()) {
    db->Run("ROLLBACK");
    return status;
  }
  block.Close();
  db->Run("COMMIT");
  return db->status();
}

}  // namespace

absl::Status AddKey(const std::string& folder, const Actor& actor,
                    const Key& key) {
  return Write(folder,
               [&](Transaction* t) { return AddKeyRow(actor, key, t); });
}

absl::Status RevokeKey(const std::string& folder, const Actor& actor,
                       std::string_view id) {
  return Write(folder,
               [&](Transaction* t) { return RevokeKeyRow(actor, id, t); });
}

absl::StatusOr<std::vector<Key>> ListKeys(const std::string& folder) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(folder));
  std::vector<Key> keys = ListKeyRows(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return keys;
}

absl::StatusOr<Migrated> MigrateStore(const std::string& folder) {
  CRIBLE_ASSIGN_OR_RETURN(const auto data, DataFolder::Open(folder));
  CRIBLE_ASSIGN_OR_RETURN(const auto db,
                          NewSqliteDatabase(data->database())->Connect());
  Migrated migrated;
  CRIBLE_ASSIGN_OR_RETURN(migrated.from, SchemaVersion(db.get()));
  CRIBLE_RETURN_IF_ERROR(Migrate(SqliteSchema(), db.get()));
  CRIBLE_ASSIGN_OR_RETURN(migrated.to, SchemaVersion(db.get()));
  return migrated;
}

absl::Status BackupStore(const std::string& folder, const std::string& to) {
  const std::string path = DataFolder::DatabaseIn(folder);
  if (!std::filesystem::exists(path)) return NoStoreError(folder);
  return DataFolder::Copy(NewSqliteDatabase(path).get(), folder, to);
}

absl::Status RestoreStore(const std::string& backup,
                          const std::string& folder) {
  {
    CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(backup));
    CRIBLE_RETURN_IF_ERROR(CheckFile(db.get()));
    CRIBLE_RETURN_IF_ERROR(CheckLog(db.get(), ""));
  }
  CRIBLE_RETURN_IF_ERROR(BackupStore(backup, folder));
  return MigrateStore(folder).status();
}

absl::StatusOr<LogHead> ReadLogHead(const std::string& folder) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(folder));
  const LogHead head = ReadHead(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return head;
}

absl::StatusOr<LogHead> CheckStoreLog(const std::string& folder,
                                      std::string_view head) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(folder));
  db->Run("BEGIN");  // one moment, whatever is written beside
  CRIBLE_RETURN_IF_ERROR(CheckLog(db.get(), head));
  const LogHead found = ReadHead(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return found;
}

}  // namespace crible
