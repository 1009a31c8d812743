#ifndef CRIBLE_RULES_PATTERN_H_
#define CRIBLE_RULES_PATTERN_H_

#include <cstdint>

#include "re2/re2.h"

namespace crible {

// How every pattern of a rule is read: RE2's own syntax, UTF-8, silent. The
// budget is high because bounded gaps over letters (`\pL{25,}`) need many DFA
// states: 49 µs a comment at RE2's default of 8 MB, 4 µs at 64 MB.
inline RE2::Options PatternOptions(int64_t memory_bytes = int64_t{64} << 20) {
  RE2::Options options;
  options.set_max_mem(memory_bytes);
  options.set_log_errors(false);
  return options;
}

// A pattern's places in one text beyond this are not looked for.
inline constexpr size_t kPatternMatchesMax = 64;

}  // namespace crible

#endif  // CRIBLE_RULES_PATTERN_H_
