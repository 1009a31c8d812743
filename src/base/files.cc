#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "fmt/core.h"

namespace crible {
namespace {

absl::Status ErrnoStatus(int error, std::string_view doing,
                         const std::string& path) {
  std::string message =
      fmt::format("cannot {} {}: {}", doing, path, std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(message);
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus(errno, "write", path);
    bytes.remove_prefix(n);
  }
  if (::fsync(fd) != 0) return ErrnoStatus(errno, "flush", path);
  return absl::OkStatus();
}

bool IsHidden(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~');
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t bytes_max) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return ErrnoStatus(errno, "open", path);
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus(errno, "read", path);
    if (n == 0) return bytes;
    bytes.append(buffer, n);
    if (bytes.size() > bytes_max) {
      return absl::ResourceExhaustedError(
          fmt::format("{} has more than {} bytes", path, bytes_max));
    }
  }
}

absl::Status WriteFile(const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".new";
  {
    FileDescriptor file(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return ErrnoStatus(errno, "create", draft);
    if (absl::Status status = WriteAll(file.get(), bytes, draft);
        !status.ok()) {
      ::unlink(draft.c_str());
      return status;
    }
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(draft.c_str());
    return ErrnoStatus(error, "replace", path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  fs::recursive_directory_iterator it(folder, error), end;
  if (error) return ErrnoStatus(error.value(), "list", folder);
  while (it != end) {
    const bool hidden = IsHidden(it->path().filename().string());
    if (hidden && it->is_directory(error)) it.disable_recursion_pending();
    if (!hidden && it->is_regular_file(error)) {
      paths.push_back(it->path().lexically_relative(folder).generic_string());
    }
    it.increment(error);
    if (error) return ErrnoStatus(error.value(), "list", folder);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace crible
