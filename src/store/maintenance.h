#ifndef CRIBLE_STORE_MAINTENANCE_H_
#define CRIBLE_STORE_MAINTENANCE_H_

// What is done to a data folder from outside, by whoever runs the server.
// Errors are in both languages (base/localized_status.h).

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/records.h"

namespace crible {

struct Migrated {
  int from = 0;  // 0: the folder was empty
  int to = 0;
};
// Brings a folder that nobody serves to the schema of this program.
absl::StatusOr<Migrated> MigrateStore(const std::string& folder);

// Copies a folder, served or not, as it is at one moment. `to` must not exist.
// The copy holds the key: keep it as well as the original.
absl::Status BackupStore(const std::string& folder, const std::string& to);

// Puts a backup in a new place, once its database is found sound and its log
// whole. `folder` must not exist.
absl::Status RestoreStore(const std::string& backup, const std::string& folder);

// Keys of a folder, served or not; a server hears of them within seconds. The
// folder is made if it is missing.
absl::Status AddKey(const std::string& folder, const Actor& actor,
                    const Key& key);
// NOT_FOUND when no key in force has the id.
absl::Status RevokeKey(const std::string& folder, const Actor& actor,
                       std::string_view id);
absl::StatusOr<std::vector<Key>> ListKeys(const std::string& folder);

// The end of the log of a folder, served or not.
absl::StatusOr<LogHead> ReadLogHead(const std::string& folder);
// Store::VerifyLog of a folder, served or not; the head that was found.
absl::StatusOr<LogHead> CheckStoreLog(const std::string& folder,
                                      std::string_view head);

}  // namespace crible

#endif  // CRIBLE_STORE_MAINTENANCE_H_
