#ifndef CRIBLE_CLI_RULES_DISGUISE_H_
#define CRIBLE_CLI_RULES_DISGUISE_H_

// The tricks by which people write a word so that a person still reads it and a
// filter does not: what `crible rules check --evasion` tries on examples.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/localized.h"
#include "rules/rule.h"

namespace crible {

enum class Disguise : uint8_t {
  kLookAlikes,      // Cyrillic letters for Latin ones
  kZeroWidth,       // zero-width spaces inside
  kSoftHyphens,     // soft hyphens inside
  kLeet,            // digits and signs for letters
  kSpacing,         // a space between letters
  kFullWidth,       // full-width letters
  kMathematical,    // mathematical bold letters
  kCombiningMarks,  // a stroke through each letter
  kRepeats,         // a vowel several times
  kEntities,        // HTML character references
  kDirectionMarks,  // right-to-left marks inside
  kMixedCase,       // cApItAlS
};
inline constexpr size_t kDisguiseCount = 12;

Localized DisguiseName(Disguise disguise);

// The word as somebody would disguise it. Only letters that have a disguise
// change, so that an accent may stay as it is.
//   DisguiseWord(Disguise::kLeet, "crédit") → "créd1t"
std::string DisguiseWord(Disguise disguise, std::string_view word);

// The example with the words at these places of its body disguised. The places
// ascend and do not overlap. Entities make it HTML.
Example DisguiseExample(Disguise disguise, const Example& example,
                        std::span<const Span> words);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_DISGUISE_H_
