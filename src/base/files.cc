#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/localized_status.h"
#include "fmt/core.h"

namespace crible {
namespace {

// What could not be done to a file.
const Localized kOpen = {"d'ouvrir", "open"};
const Localized kRead = {"de lire", "read"};
const Localized kWrite = {"d'écrire", "write"};
const Localized kFlush = {"d'écrire sur le disque", "flush"};
const Localized kCreate = {"de créer", "create"};
const Localized kReplace = {"de remplacer", "replace"};
const Localized kList = {"de parcourir", "list"};

// The system's own words; those of its frequent answers in French as well.
Localized Cause(int error) {
  const std::string english = std::strerror(error);
  switch (error) {
    case ENOENT:
      return {"fichier ou dossier inexistant", english};
    case ENOTDIR:
      return {"ce n'est pas un dossier", english};
    case EISDIR:
      return {"c'est un dossier", english};
    case EACCES:
    case EPERM:
      return {"accès refusé", english};
    case EROFS:
      return {"disque en lecture seule", english};
    case ENOSPC:
    case EDQUOT:
      return {"disque plein", english};
    default:
      return {english, english};
  }
}

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case ENOSPC:
    case EDQUOT:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

absl::Status ErrnoStatus(int error, const Localized& doing,
                         const std::string& path) {
  const Localized cause = Cause(error);
  return LocalizedError(
      CodeOf(error),
      {fmt::format("impossible {} {} : {}", doing.fr, path, cause.fr),
       fmt::format("cannot {} {}: {}", doing.en, path, cause.en)});
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
    if (n < 0) return ErrnoStatus(errno, kWrite, path);
    bytes.remove_prefix(n);
  }
  if (::fsync(fd) != 0) return ErrnoStatus(errno, kFlush, path);
  return absl::OkStatus();
}

bool IsHidden(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~');
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t bytes_max) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return ErrnoStatus(errno, kOpen, path);
  std::string bytes;
  struct stat known;
  if (::fstat(file.get(), &known) == 0 && known.st_size > 0) {
    bytes.reserve(std::min(static_cast<size_t>(known.st_size), bytes_max));
  }
  char buffer[1 << 16];
  while (true) {
    const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return ErrnoStatus(errno, kRead, path);
    if (n == 0) return bytes;
    bytes.append(buffer, n);
    if (bytes.size() > bytes_max) {
      return LocalizedError(
          absl::StatusCode::kResourceExhausted,
          FormatBoth("{} a plus de {} octets", "{} has more than {} bytes",
                     path, bytes_max));
    }
  }
}

absl::Status WriteFile(const std::string& path, std::string_view bytes) {
  const std::string draft = path + ".new";
  {
    FileDescriptor file(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return ErrnoStatus(errno, kCreate, draft);
    if (absl::Status status = WriteAll(file.get(), bytes, draft);
        !status.ok()) {
      ::unlink(draft.c_str());
      return status;
    }
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(draft.c_str());
    return ErrnoStatus(error, kReplace, path);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  fs::recursive_directory_iterator it(folder, error), end;
  if (error) return ErrnoStatus(error.value(), kList, folder);
  while (it != end) {
    const bool hidden = IsHidden(it->path().filename().string());
    if (hidden && it->is_directory(error)) it.disable_recursion_pending();
    if (!hidden && it->is_regular_file(error)) {
      paths.push_back(it->path().lexically_relative(folder).generic_string());
    }
    it.increment(error);
    if (error) return ErrnoStatus(error.value(), kList, folder);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace crible
