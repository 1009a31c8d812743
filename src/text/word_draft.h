#ifndef CRIBLE_TEXT_WORD_DRAFT_H_
#define CRIBLE_TEXT_WORD_DRAFT_H_

// What word_reader.cc keeps while it reads.

#include <array>
#include <cstdint>
#include <string_view>

#include "text/case_changes.h"

namespace crible {

// What the loop over ASCII needs, one byte a character.
enum AsciiBit : uint8_t {
  kWordBit = 1,
  kUpperBit = 2,
  kDigitBit = 4,
  kPunctuationBit = 8
};
constexpr std::array<uint8_t, 256> MakeAsciiBits() {
  std::array<uint8_t, 256> bits{};
  for (int c = '0'; c <= '9'; ++c) bits[c] = kWordBit | kDigitBit;
  for (int c = 'a'; c <= 'z'; ++c) bits[c] = kWordBit;
  for (int c = 'A'; c <= 'Z'; ++c) bits[c] = kWordBit | kUpperBit;
  for (const char c : std::string_view("!\"#%&'()*,-./:;?@[\\]_{}")) {
    bits[static_cast<unsigned char>(c)] = kPunctuationBit;
  }
  return bits;
}
inline constexpr std::array<uint8_t, 256> kAscii = MakeAsciiBits();

// The word that is being read.
struct WordDraft {
  static constexpr uint32_t kNoWord = UINT32_MAX;

  uint32_t begin = kNoWord;  // in the folded view; kNoWord: between words
  uint32_t end = 0;
  uint32_t plain_begin = 0;
  uint32_t plain_end = 0;  // after its last letter, digit or mark
  uint32_t letters = 0;
  uint32_t uppers = 0;
  uint32_t digits = 0;
  uint32_t scripts = 0;
  uint32_t latin = 0;
  uint32_t marks = 0;  // in a row
  uint8_t why = 0;
  bool capitalised = false;
  bool accented = false;
  bool invisible = false;  // since the last letter
};

// The draft's capitals, as they count for how loud a text is. Of a word that
// goes up and down (vIaGrA) the first alone does: that is a hand that hides,
// not one that shouts. `plain` is the plain view.
inline uint32_t CapitalsThatCount(const WordDraft& draft,
                                  std::string_view plain) {
  if (draft.uppers < 2 || draft.uppers == draft.letters) return draft.uppers;
  const bool alternates = AlternatesCase(
      plain.substr(draft.plain_begin, draft.plain_end - draft.plain_begin));
  return alternates ? draft.capitalised : draft.uppers;
}

}  // namespace crible

#endif  // CRIBLE_TEXT_WORD_DRAFT_H_
