#ifndef CRIBLE_TEXT_DISGUISE_H_
#define CRIBLE_TEXT_DISGUISE_H_

// Words that are not to be read as they stand; README.md has the rule. Reading
// (word_reader.h) notes what is suspect, ReadDisguised decides.

#include "text/text.h"
#include "text/word_set.h"

namespace crible {

// Why a word is looked at again: bits of TextParts::Suspect::why.
namespace suspect {
inline constexpr uint8_t kMixedScript = 1;
inline constexpr uint8_t kInvisible =
    2;                                   // zero-width, bidi, soft hyphen inside
inline constexpr uint8_t kMarks = 4;     // stacked or overlaid marks
inline constexpr uint8_t kTriple = 8;    // a letter three times running
inline constexpr uint8_t kDigits = 16;   // digits and letters
inline constexpr uint8_t kStyled = 32;   // 𝐚, ａ, ⓐ, or a letter as &#97;
inline constexpr uint8_t kForeign = 64;  // no Latin letter, but look-alikes
inline constexpr uint8_t kSign = 128;    // signs beside it
}  // namespace suspect

// The letter that a sign between letters stands for, 0 if none: $ is s.
constexpr char SignLetter(char32_t sign) {
  switch (sign) {
    case U'@':
      return 'a';
    case U'$':
    case U'💲':
      return 's';
    case U'€':
      return 'e';
    case U'!':
    case U'|':
    case U'❗':
      return 'i';
    case U'⭕':
      return 'o';
    case U'❌':
      return 'x';
    case U'£':
      return 'l';
    default:
      return 0;
  }
}

// Signs that may begin or end a word as a letter: $alope, viagr@.
constexpr bool IsEdgeSign(char32_t sign) {
  return sign == U'@' || sign == U'$' || sign == U'€';
}

// The letter that a digit between letters stands for, 0 if none. 1 may be l.
constexpr char DigitLetter(char digit) {
  constexpr char kLetters[] = {'o', 'i', 0, 'e', 'a', 's', 0, 't', 'b', 'g'};
  return digit >= '0' && digit <= '9' ? kLetters[digit - '0'] : '\0';
}

// The last word is to be looked at again.
inline void NoteSuspectWord(uint8_t why, TextParts* parts) {
  const auto word = static_cast<uint32_t>(parts->words.size() - 1);
  auto& suspects = parts->suspects;
  if (suspects.empty() || suspects.back().word != word) {
    suspects.push_back({word, 0});
  }
  suspects.back().why |= why;
}

// Gives suspect words the hash and letters that they are to be read by, and
// makes one word of several where they are one (v i a g r a): the first covers
// all, the others have the hash 0, as have words that are none from the start.
// Runs while offsets are still those of the plain view.
void ReadDisguised(const WordSet& known, TextParts* parts);

}  // namespace crible

#endif  // CRIBLE_TEXT_DISGUISE_H_
