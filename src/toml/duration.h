#ifndef CRIBLE_TOML_DURATION_H_
#define CRIBLE_TOML_DURATION_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace crible {

// "10 min", "24 h", "7 j", "7 d", "90 s", "6 months", "6 mois", "1 an", "1
// year"; the unit is required ("10m" could be months). A month is 30 days, a
// year 365.
std::optional<absl::Duration> ParseDuration(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_TOML_DURATION_H_
