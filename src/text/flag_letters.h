#ifndef CRIBLE_TEXT_FLAG_LETTERS_H_
#define CRIBLE_TEXT_FLAG_LETTERS_H_

// The letters that flags are made of, two by two (regional indicators, U+1F1E6
// to U+1F1FF). Where they make no flags people read them as letters.

#include <cstddef>
#include <string_view>

#include "text/char_table.h"

namespace crible {

constexpr bool IsFlagLetter(char32_t point) {
  return point >= 0x1F1E6 && point <= 0x1F1FF;
}
constexpr char LetterOfFlag(char32_t point) {
  return static_cast<char>('a' + (point - 0x1F1E6));
}
// As a letter in disguise.
inline CharInfo FlagLetterInfo(char32_t point) {
  CharInfo info;
  info.fold = static_cast<unsigned char>(LetterOfFlag(point));
  info.fold_size = 1;
  info.kind = CharKind::kLetter;
  info.script = Script::kLatin;
  info.flags = CharInfo::kStyled;
  return info;
}

struct FlagRow {
  size_t end = 0;      // behind the last of the row
  bool flags = false;  // pairs of which each is a country's or region's
};
// The row of such letters that begins at `at`.
FlagRow FlagRowAt(std::string_view text, size_t at);

}  // namespace crible

#endif  // CRIBLE_TEXT_FLAG_LETTERS_H_
