#include "store/maintenance.h"

#include <filesystem>
#include <memory>

#include "base/files.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "store/copy_tables.h"
#include "store/data_folder.h"
#include "store/erase.h"
#include "store/event_log.h"
#include "store/group_writer.h"
#include "store/migrate.h"
#include "store/person_acts.h"
#include "store/store_key.h"
#include "store/upkeep.h"

namespace crible {
namespace {

absl::Status NoStoreError(const StorePlace& place) {
  return LocalizedError(absl::StatusCode::kNotFound,
                        FormatBoth("{} : aucune donnée de Crible",
                                   "{}: no data of Crible", place.Shown()));
}

absl::Status InTheWay(const std::string& what) {
  return LocalizedError(
      absl::StatusCode::kAlreadyExists,
      FormatBoth("{} existe déjà", "{}: exists already", what));
}

absl::StatusOr<std::unique_ptr<Connection>> Connect(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto database, NewDatabase(place));
  return database->Connect();
}

// Whether a store was ever made there. Makes nothing itself.
absl::StatusOr<bool> Exists(const StorePlace& place) {
  if (!place.is_postgres())
    return std::filesystem::exists(DataFolder::DatabaseIn(place.folder));
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Connect(place));
  const bool found =
      db->Query("SELECT 1 FROM pg_tables WHERE tablename = 'schema_version'")
          .Next();
  CRIBLE_RETURN_IF_ERROR(db->status());
  return found;
}

// For reading beside a server: without the folder's lock.
absl::StatusOr<std::unique_ptr<Connection>> Look(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const bool exists, Exists(place));
  if (!exists) return NoStoreError(place);
  return Connect(place);
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
absl::Status Write(const StorePlace& place, Operation operation) {
  CRIBLE_ASSIGN_OR_RETURN(const bool exists, Exists(place));
  if (!exists) CRIBLE_RETURN_IF_ERROR(MigrateStore(place).status());
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Connect(place));
  std::filesystem::create_directories(place.folder);
  CRIBLE_ASSIGN_OR_RETURN(
      const SealingKey key,
      LoadStoreKey(DataFolder::KeyIn(place.folder), db.get()));
  BlockWriter block(db.get(), &key);
  Transaction transaction{*db, block, key, nullptr, {}};
  db->BeginWrite();
  block.Begin();
  const absl::Status status = operation(&transaction);
  if (!status.ok()) {
    db->Rollback();
    return status;
  }
  block.Close();
  db->Commit();
  return db->status();
}

absl::StatusOr<Migrated> MigrateTo(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Connect(place));
  Migrated migrated;
  CRIBLE_ASSIGN_OR_RETURN(migrated.from, SchemaVersion(db.get()));
  CRIBLE_RETURN_IF_ERROR(Migrate(SchemaOf(place), db.get()));
  CRIBLE_ASSIGN_OR_RETURN(migrated.to, SchemaVersion(db.get()));
  return migrated;
}

// All tables must be as this program knows them.
absl::Status CheckSchema(const StorePlace& place, Connection* db) {
  CRIBLE_ASSIGN_OR_RETURN(const int version, SchemaVersion(db));
  if (version == static_cast<int>(SchemaOf(place).size()))
    return absl::OkStatus();
  return LocalizedError(
      absl::StatusCode::kFailedPrecondition,
      FormatBoth("{} : d'un autre schéma, « crible store migrate » d'abord",
                 "{}: of another schema, first run \"crible store migrate\"",
                 place.Shown()));
}

// Where a database is restored, the key comes first: without it the rows could
// never be read.
absl::Status PutKey(const std::string& backup, const DataFolder& folder) {
  CRIBLE_ASSIGN_OR_RETURN(const std::string key,
                          ReadFile(DataFolder::KeyIn(backup)));
  if (std::filesystem::exists(folder.key())) {
    CRIBLE_ASSIGN_OR_RETURN(const std::string other, ReadFile(folder.key()));
    return other == key ? absl::OkStatus() : InTheWay(folder.key());
  }
  return folder.WriteKey(key);
}

absl::Status RestoreRows(const std::string& from, const StorePlace& place) {
  CRIBLE_RETURN_IF_ERROR(MigrateTo({.folder = from}).status());
  CRIBLE_RETURN_IF_ERROR(MigrateTo(place).status());
  CRIBLE_ASSIGN_OR_RETURN(const auto to, Connect(place));
  const bool has_rows = to->Query("SELECT 1 FROM marks LIMIT 1").Next();
  CRIBLE_RETURN_IF_ERROR(to->status());
  if (has_rows) return InTheWay(place.Shown());
  CRIBLE_ASSIGN_OR_RETURN(const auto rows, Connect({.folder = from}));
  return CopyTables(rows.get(), to.get());
}

// By way of a copy: a backup of an older schema stays as it is.
absl::Status RestoreToPostgres(const std::string& backup,
                               const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto folder, DataFolder::Open(place.folder));
  CRIBLE_RETURN_IF_ERROR(PutKey(backup, *folder));
  const std::string copy = place.folder + "/restoring";
  std::filesystem::remove_all(copy);  // of a try that was interrupted
  absl::Status status = BackupStore({.folder = backup}, copy);
  if (status.ok()) status = RestoreRows(copy, place);
  std::filesystem::remove_all(copy);
  return status;
}

}  // namespace

absl::Status AddKey(const StorePlace& place, const Actor& actor,
                    const Key& key) {
  return Write(place, [&](Transaction* t) { return AddKeyRow(actor, key, t); });
}

absl::Status RevokeKey(const StorePlace& place, const Actor& actor,
                       std::string_view id) {
  return Write(place,
               [&](Transaction* t) { return RevokeKeyRow(actor, id, t); });
}

absl::StatusOr<std::vector<Key>> ListKeys(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(place));
  std::vector<Key> keys = ListKeyRows(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return keys;
}

absl::StatusOr<Migrated> MigrateStore(const StorePlace& place) {
  if (place.is_postgres()) return MigrateTo(place);
  CRIBLE_ASSIGN_OR_RETURN(const auto data, DataFolder::Open(place.folder));
  return MigrateTo(place);
}

absl::Status BackupStore(const StorePlace& place, const std::string& to) {
  {
    CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(place));
    if (place.is_postgres())
      CRIBLE_RETURN_IF_ERROR(CheckSchema(place, db.get()));
  }
  CRIBLE_ASSIGN_OR_RETURN(const auto database, NewDatabase(place));
  return DataFolder::Copy(database.get(), place.folder, to);
}

absl::Status RestoreStore(const std::string& backup, const StorePlace& place) {
  {
    CRIBLE_ASSIGN_OR_RETURN(const auto db, Look({.folder = backup}));
    CRIBLE_RETURN_IF_ERROR(CheckFile(db.get()));
    CRIBLE_RETURN_IF_ERROR(CheckLog(db.get(), ""));
  }
  if (place.is_postgres()) return RestoreToPostgres(backup, place);
  CRIBLE_RETURN_IF_ERROR(BackupStore({.folder = backup}, place.folder));
  return MigrateStore(place).status();
}

absl::StatusOr<std::vector<Tombstone>> ReadTombstones(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(place));
  std::vector<Tombstone> tombstones = ListTombstoneRows(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return tombstones;
}

absl::Status CompactStore(const StorePlace& place) {
  CRIBLE_RETURN_IF_ERROR(Look(place).status());
  CRIBLE_ASSIGN_OR_RETURN(const auto database, NewDatabase(place));
  return database->Compact();
}

absl::StatusOr<LogHead> ReadLogHead(const StorePlace& place) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(place));
  const LogHead head = ReadHead(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return head;
}

absl::StatusOr<LogHead> CheckStoreLog(const StorePlace& place,
                                      std::string_view head) {
  CRIBLE_ASSIGN_OR_RETURN(const auto db, Look(place));
  db->BeginRead();  // one moment, whatever is written beside
  CRIBLE_RETURN_IF_ERROR(CheckLog(db.get(), head));
  const LogHead found = ReadHead(db.get());
  CRIBLE_RETURN_IF_ERROR(db->status());
  return found;
}

}  // namespace crible
