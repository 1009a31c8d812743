#ifndef CRIBLE_CLI_DISGUISES_H_
#define CRIBLE_CLI_DISGUISES_H_

// The tricks by which people write a word so that a person still reads it and a
// filter does not: what `crible rules check --evasion` tries on the examples of
// rules and `crible evaluate --evasion` on labelled comments.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "comment/comment.h"
#include "text/text.h"

namespace crible {

enum class Disguise : uint8_t {
  kLookAlikes,       // Cyrillic letters for Latin ones
  kOtherLookAlikes,  // Greek, Armenian and phonetic ones
  kZeroWidth,        // zero-width spaces inside
  kSoftHyphens,      // soft hyphens inside
  kLeet,             // digits for letters
  kSigns,            // signs for letters
  kSpacing,          // a space between letters
  kDots,             // a full stop between letters
  kSplit,            // one space, somewhere inside
  kFullWidth,        // full-width letters
  kMathematical,     // mathematical bold letters
  kEmojiLetters,     // letters in boxes, or those that flags are made of
  kCombiningMarks,   // a stroke through each letter
  kRepeats,          // a vowel several times
  kEntities,         // HTML character references
  kDirectionMarks,   // right-to-left marks inside
  kMixedCase,        // cApItAlS
  kDomains,          // spaces round the full stops of a link
  // Several at once.
  kLookAlikesZeroWidth,
  kLookAlikesSplit,
  kLeetSpacing,
  kMathematicalMarks,
  kFullWidthRepeats,
  kEntitiesSoftHyphens,
  kCaseLeetSigns,
  kCaseZeroWidthRepeats,
};
inline constexpr size_t kDisguiseCount = 26;

Localized DisguiseName(Disguise disguise);
// For programs: "look_alikes+zero_width".
std::string DisguiseKey(Disguise disguise);

// The word as somebody would disguise it. Only letters that have a disguise
// change, so that an accent may stay as it is. Where there is a choice, a hash
// of the word makes it, so that the same word is always disguised alike. The
// word may be a link for kDomains, which leaves words as they are.
//   DisguiseWord(Disguise::kLeet, "crédit") → "créd1t"
std::string DisguiseWord(Disguise disguise, std::string_view word);

// What the disguise can be put on: words of at least four letters that are no
// number, or the links that are no mark-up. In ascending order.
std::vector<Span> PlacesFor(Disguise disguise, const Text& text);

struct DisguisedBody {
  std::string body;
  BodyFormat format = BodyFormat::kPlain;
};
// The body with what stands at these places disguised. The places ascend and do
// not overlap. Entities make it HTML.
DisguisedBody DisguiseBody(Disguise disguise, std::string_view body,
                           BodyFormat format, std::span<const Span> places);

}  // namespace crible

#endif  // CRIBLE_CLI_DISGUISES_H_
