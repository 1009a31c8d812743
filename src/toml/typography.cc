#include "toml/typography.h"

#include <iterator>

namespace crible::toml_text {
namespace {

constexpr std::string_view kSmartQuotes[] = {"“", "”", "„", "‟", "«", "»",
                                             "‹", "›", "‘", "’", "‚", "‛"};

struct NamedBlank {
  std::string_view bytes;
  std::string_view fr, en;
};
constexpr NamedBlank kBlanks[] = {
    {"\u00a0", "une espace insécable", "a no-break space"},
    {"\u202f", "une espace insécable", "a no-break space"},
    {"\u2009", "une espace fine", "a thin space"},
    {"\u3000", "une espace large", "a wide space"},
    {"\u200b", "un caractère invisible", "an invisible character"},
    {"\u200c", "un caractère invisible", "an invisible character"},
    {"\u200d", "un caractère invisible", "an invisible character"},
    {"\u200e", "un caractère invisible", "an invisible character"},
    {"\u200f", "un caractère invisible", "an invisible character"},
    {"\u2060", "un caractère invisible", "an invisible character"},
    {"\u00ad", "un caractère invisible", "an invisible character"},
    {"\ufeff", "un caractère invisible", "an invisible character"},
};

struct Accented {
  std::string_view letters;  // two bytes each
  std::string_view plain;
};
constexpr Accented kAccents[] = {
    {"àâäáãå", "a"}, {"éèêë", "e"}, {"îïíì", "i"}, {"ôöóòõ", "o"},
    {"ùûüú", "u"},   {"ç", "c"},    {"ñ", "n"},    {"ÿý", "y"},
    {"œ", "oe"},     {"æ", "ae"},   {"ÀÂÄ", "A"},  {"ÉÈÊË", "E"},
    {"ÎÏ", "I"},     {"ÔÖ", "O"},   {"ÙÛÜ", "U"},  {"Ç", "C"},
};

std::string_view PlainLetter(std::string_view letter) {
  for (const Accented& accented : kAccents) {
    if (letter.size() == 2 &&
        accented.letters.find(letter) != std::string_view::npos) {
      return accented.plain;
    }
  }
  return "-";
}

}  // namespace

std::optional<SmartQuote> FindSmartQuote(std::string_view text) {
  std::optional<SmartQuote> first;
  for (const std::string_view sign : kSmartQuotes) {
    const size_t offset = text.find(sign);
    if (offset != std::string_view::npos &&
        (!first || offset < first->offset)) {
      first = SmartQuote{offset, sign};
    }
  }
  return first;
}

std::optional<Invisible> FindInvisible(std::string_view text) {
  std::optional<Invisible> first;
  for (const NamedBlank& blank : kBlanks) {
    const size_t offset = text.find(blank.bytes);
    if (offset != std::string_view::npos &&
        (!first || offset < first->offset)) {
      first = Invisible{offset, {std::string(blank.fr), std::string(blank.en)}};
    }
  }
  return first;
}

std::string WithoutAccents(std::string_view key) {
  std::string plain;
  for (size_t i = 0; i < key.size();) {
    size_t end = i + 1;
    while (end < key.size() && (key[end] & 0xC0) == 0x80) ++end;
    const std::string_view letter = key.substr(i, end - i);
    const char c = letter[0];
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                      c == '.';
    plain += fine ? letter : PlainLetter(letter);
    i = end;
  }
  return plain;
}

}  // namespace crible::toml_text
