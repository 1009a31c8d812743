#ifndef CRIBLE_RULES_UNICODE_PROPERTY_H_
#define CRIBLE_RULES_UNICODE_PROPERTY_H_

#include <string_view>

#include "rules/char_set.h"

namespace crible {

// The code points that RE2 means by a class: "\\pL", "\\P{Lu}", "\\p{Greek}";
// with `folds_case` by the same after (?i). RE2 is asked about each of them
// once, which takes some milliseconds; from any thread. The name must be one
// that RE2 knows.
const CharSet& UnicodeProperty(std::string_view name, bool folds_case = false);

// The code points that RE2 means by `c` after (?i), likewise: é and É. Null for
// those of alphabets that comments seldom use.
const CharSet* FoldedCharacter(char32_t c);

}  // namespace crible

#endif  // CRIBLE_RULES_UNICODE_PROPERTY_H_
