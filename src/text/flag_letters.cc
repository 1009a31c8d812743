#include "text/flag_letters.h"

#include <cstdint>

#include "text/utf8.h"

namespace crible {
namespace {

// By the first letter of its code, the second letters of the flags that Unicode
// recommends (emoji-sequences.txt, 15.0).
constexpr std::string_view kFlags[] = {"cdefgilmoqrstuwxz",
                                       "abdefghijlmnoqrstvwyz",
                                       "acdfghiklmnopruvwxyz",
                                       "egjkmoz",
                                       "aceghrstu",
                                       "ijkmor",
                                       "abdefghilmnpqrstuwy",
                                       "kmnrtu",
                                       "cdelmnoqrst",
                                       "emop",
                                       "eghimnprwyz",
                                       "abcikrstuvy",
                                       "acdefghklmnopqrstuvwxyz",
                                       "acefgilopruz",
                                       "m",
                                       "aefghklmnrstwy",
                                       "a",
                                       "eosuw",
                                       "abcdeghijklmnorstvxyz",
                                       "acdfghjklmnortvwz",
                                       "agmnsyz",
                                       "aceginu",
                                       "fs",
                                       "k",
                                       "et",
                                       "amw"};

bool IsFlag(char first, char second) {
  return kFlags[first - 'a'].find(second) != std::string_view::npos;
}

}  // namespace

FlagRow FlagRowAt(std::string_view text, size_t at) {
  FlagRow row{.end = at, .flags = true};
  char first = 0;
  while (row.end < text.size()) {
    const CodePoint point = DecodeUtf8(text, row.end);
    if (!IsFlagLetter(point.value)) break;
    row.end += point.size;
    const char letter = LetterOfFlag(point.value);
    row.flags &= first == 0 || IsFlag(first, letter);
    first = first == 0 ? letter : '\0';
  }
  row.flags &= first == 0;
  return row;
}

}  // namespace crible
