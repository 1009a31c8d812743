#ifndef CRIBLE_STORE_FILE_SEARCH_H_
#define CRIBLE_STORE_FILE_SEARCH_H_

#include <span>
#include <string>

#include "absl/status/statusor.h"

namespace crible {

// Whether one of `pieces` stands in the file, read once from end to end: about
// a second a gigabyte. Pieces of fewer than kPieceBytesMin are passed over: they
// would be found anywhere.
inline constexpr size_t kPieceBytesMin = 8;
absl::StatusOr<bool> FileHolds(const std::string& path,
                               std::span<const std::string> pieces);

}  // namespace crible

#endif  // CRIBLE_STORE_FILE_SEARCH_H_
