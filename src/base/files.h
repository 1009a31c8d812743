#ifndef CRIBLE_BASE_FILES_H_
#define CRIBLE_BASE_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace crible {

// The whole file. NOT_FOUND, PERMISSION_DENIED or, above `bytes_max`,
// RESOURCE_EXHAUSTED, each naming the path.
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t bytes_max = size_t{1} << 30);

// Replaces the file atomically: written beside it, flushed to disk, renamed.
absl::Status WriteFile(const std::string& path, std::string_view bytes);

// Paths of all regular files below `folder`, relative to it, with '/', sorted
// by bytes. Hidden files and folders (".git", ".swp") and editors' "~" are left
// out.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& folder);

}  // namespace crible

#endif  // CRIBLE_BASE_FILES_H_
