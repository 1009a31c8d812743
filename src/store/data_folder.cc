#include "store/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "fmt/format.h"

namespace crible {

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::Open(
    const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error))
    chmod(path.c_str(), 0700);
  if (error)
    return absl::UnavailableError(fmt::format("{}: cannot be made", path));
  const int lock =
      open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return absl::UnavailableError(
        fmt::format("{}: cannot be written to", path));
  }
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return absl::FailedPreconditionError(
        fmt::format("{}: another process has it open", path));
  }
  return std::unique_ptr<DataFolder>(new DataFolder(path, lock));
}

DataFolder::~DataFolder() { close(lock_); }

}  // namespace crible
