#ifndef CRIBLE_TEXT_INCLUSIVE_H_
#define CRIBLE_TEXT_INCLUSIVE_H_

#include <cstddef>
#include <string_view>

namespace crible {

// Size of the inclusive ending at `at`, the byte after a word of `letters`
// letters: "·e·s", ".e.s", "(e)s", "-e-s", "·rice". 0 when there is none. O(1).
size_t InclusiveEnding(std::string_view text, size_t at, size_t letters);

}  // namespace crible

#endif  // CRIBLE_TEXT_INCLUSIVE_H_
