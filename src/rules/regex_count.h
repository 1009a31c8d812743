#ifndef CRIBLE_RULES_REGEX_COUNT_H_
#define CRIBLE_RULES_REGEX_COUNT_H_

// How many of something every match of a pattern holds, at least.

#include <cstddef>

#include "rules/regex_syntax.h"

namespace crible {

size_t DigitsOf(const RegexNode& node);
// Full stops.
size_t StopsOf(const RegexNode& node);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_COUNT_H_
