#ifndef CRIBLE_BASE_STRING_MAP_H_
#define CRIBLE_BASE_STRING_MAP_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/hash.h"

namespace crible {

// Lets the maps below be searched by std::string_view without a copy; Debian's
// Abseil only knows its own absl::string_view.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view s) const { return Hash64(s); }
};

template <typename Value>
using StringMap =
    absl::flat_hash_map<std::string, Value, StringHash, std::equal_to<>>;
using StringSet = absl::flat_hash_set<std::string, StringHash, std::equal_to<>>;

}  // namespace crible

#endif  // CRIBLE_BASE_STRING_MAP_H_
