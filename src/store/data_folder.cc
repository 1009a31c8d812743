#include "store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "base/files.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "fmt/format.h"

namespace crible {

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::Make(
    const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error))
    chmod(path.c_str(), 0700);
  if (error)
    return LocalizedError(absl::StatusCode::kUnavailable,
                          FormatBoth("{} : impossible de créer le dossier",
                                     "{}: cannot be made", path));
  const int lock =
      open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return LocalizedError(absl::StatusCode::kUnavailable,
                          FormatBoth("{} : impossible d'y écrire",
                                     "{}: cannot be written to", path));
  }
  const std::string database = DatabaseIn(path);
  if (access(database.c_str(), F_OK) == 0 &&
      access(database.c_str(), W_OK) != 0) {
    close(lock);
    return LocalizedError(
        absl::StatusCode::kUnavailable,
        FormatBoth("{} est en lecture seule", "{} may only be read", database));
  }
  return std::unique_ptr<DataFolder>(new DataFolder(path, lock));
}

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::Open(
    const std::string& path) {
  CRIBLE_ASSIGN_OR_RETURN(auto folder, Make(path));
  if (flock(folder->lock_, LOCK_EX | LOCK_NB) == 0) return folder;
  return LocalizedError(absl::StatusCode::kFailedPrecondition,
                        FormatBoth("{} : un autre processus s'en sert déjà",
                                   "{}: another process has it open", path));
}

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::OpenBeside(
    const std::string& path) {
  return Make(path);
}

absl::Status DataFolder::Copy(Database* database, const std::string& from,
                              const std::string& to) {
  if (std::filesystem::exists(to)) {
    return LocalizedError(
        absl::StatusCode::kAlreadyExists,
        FormatBoth("{} existe déjà", "{}: exists already", to));
  }
  CRIBLE_ASSIGN_OR_RETURN(const std::string key, ReadFile(KeyIn(from)));
  CRIBLE_ASSIGN_OR_RETURN(const auto folder, Open(to));
  CRIBLE_RETURN_IF_ERROR(database->Backup(folder->database()));
  return folder->WriteKey(key);
}

absl::Status DataFolder::WriteKey(const std::string& bytes) const {
  CRIBLE_RETURN_IF_ERROR(WriteFile(key(), bytes));
  if (chmod(key().c_str(), 0600) == 0) return absl::OkStatus();
  return absl::UnavailableError(
      fmt::format("{}: cannot be kept from others", key()));
}

DataFolder::~DataFolder() { close(lock_); }

}  // namespace crible
