#ifndef CRIBLE_STORE_MAINTENANCE_H_
#define CRIBLE_STORE_MAINTENANCE_H_

// What is done to a store from outside, by whoever runs the server.
// Errors are in both languages (base/localized_status.h).

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/records.h"
#include "store/store_place.h"

namespace crible {

struct Migrated {
  int from = 0;  // 0: the store was empty
  int to = 0;
};
// Brings a store to the schema of this program. Nobody may serve the folder;
// servers of one database on PostgreSQL are waited for, not asked.
absl::StatusOr<Migrated> MigrateStore(const StorePlace& place);

// Copies a store, served or not, as it is at one moment, into a new folder with
// SQLite in it, whatever its engine. The copy holds the key: keep it as well as
// the original.
absl::Status BackupStore(const StorePlace& place, const std::string& to);

// Puts a backup in a new place, once it is found sound and its log whole.
// ALREADY_EXISTS when there is something in the way: for SQLite the folder, for
// PostgreSQL rows in the database, or another key in the folder.
absl::Status RestoreStore(const std::string& backup, const StorePlace& place);

// What was erased from a store, served or not: from a later backup, say, for an
// earlier one that is restored (Store::ReplayErasures).
absl::StatusOr<std::vector<Tombstone>> ReadTombstones(const StorePlace& place);

// Database::Compact of a store, served or not.
absl::Status CompactStore(const StorePlace& place);

// Keys of a store, served or not; a server hears of them within seconds. The
// store is made if it is missing.
absl::Status AddKey(const StorePlace& place, const Actor& actor,
                    const Key& key);
// NOT_FOUND when no key in force has the id.
absl::Status RevokeKey(const StorePlace& place, const Actor& actor,
                       std::string_view id);
absl::StatusOr<std::vector<Key>> ListKeys(const StorePlace& place);

// The end of the log of a store, served or not.
absl::StatusOr<LogHead> ReadLogHead(const StorePlace& place);
// Store::VerifyLog of a store, served or not; the head that was found.
absl::StatusOr<LogHead> CheckStoreLog(const StorePlace& place,
                                      std::string_view head);

}  // namespace crible

#endif  // CRIBLE_STORE_MAINTENANCE_H_
