#ifndef CRIBLE_CLI_ARCHIVE_TEXT_H_
#define CRIBLE_CLI_ARCHIVE_TEXT_H_

// Values as archives write them.

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace crible {

// Letters of ASCII and of Latin-1 ("É"), which is what status words need.
std::string LowerCase(std::string_view text);

// At most so many bytes, on a boundary of code points.
std::string CutUtf8(std::string_view text, size_t bytes_max);

// RFC 3339, "2026-11-27 08:30:00" and "2026-11-27" in UTC, or seconds since
// 1970.
std::optional<absl::Time> ParseArchiveTime(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_CLI_ARCHIVE_TEXT_H_
