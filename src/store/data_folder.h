#ifndef CRIBLE_STORE_DATA_FOLDER_H_
#define CRIBLE_STORE_DATA_FOLDER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/database.h"

namespace crible {

// The folder in which a store lives, locked for one process.
//
//   crible.db   the database (and -wal, -shm beside it while it is open)
//   crible.key  the key under which all that tells of persons is sealed
//   lock
class DataFolder {
 public:
  // Makes the folder if it is missing, for this user alone.
  // FAILED_PRECONDITION when another process has it.
  static absl::StatusOr<std::unique_ptr<DataFolder>> Open(
      const std::string& path);
  // The same, whoever else has it: engines keep writers apart themselves.
  static absl::StatusOr<std::unique_ptr<DataFolder>> OpenBeside(
      const std::string& path);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  // Copies what `database` holds, and the key of the folder `from`, to a new
  // folder. ALREADY_EXISTS when there is one.
  static absl::Status Copy(Database* database, const std::string& from,
                           const std::string& to);

  // For this user alone.
  absl::Status WriteKey(const std::string& bytes) const;

  std::string database() const { return DatabaseIn(path_); }
  std::string key() const { return KeyIn(path_); }
  const std::string& path() const { return path_; }

  static std::string DatabaseIn(const std::string& folder) {
    return folder + "/crible.db";
  }
  static std::string KeyIn(const std::string& folder) {
    return folder + "/crible.key";
  }

 private:
  // The folder, with the lock's file opened.
  static absl::StatusOr<std::unique_ptr<DataFolder>> Make(
      const std::string& path);
  DataFolder(std::string path, int lock)
      : path_(std::move(path)), lock_(lock) {}

  const std::string path_;
  const int lock_;  // held, or only open beside its holder
};

}  // namespace crible

#endif  // CRIBLE_STORE_DATA_FOLDER_H_
