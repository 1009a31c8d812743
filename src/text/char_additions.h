#ifndef CRIBLE_TEXT_CHAR_ADDITIONS_H_
#define CRIBLE_TEXT_CHAR_ADDITIONS_H_

// What folding and reading do beyond Unicode's own data. Tests fold with ICU
// and these additions, and compare.

#include <string_view>

namespace crible {

struct CharFold {
  char32_t point;
  std::string_view fold;
};

// Quotes, apostrophes and dashes unified; letters that have no decomposition
// but that people write without; small capitals.
inline constexpr CharFold kFoldAdditions[] = {
    {U'´', "'"},      {U'‘', "'"},      {U'’', "'"},      {U'‚', "'"},
    {U'‛', "'"},      {U'ʹ', "'"},      {U'ʻ', "'"},      {U'ʼ', "'"},
    {U'ʽ', "'"},      {U'ˈ', "'"},      {U'′', "'"},      {U'‵', "'"},
    {U'\uFF07', "'"}, {U'\uFF40', "'"}, {U'«', "\""},     {U'»', "\""},
    {U'“', "\""},     {U'”', "\""},     {U'„', "\""},     {U'‟', "\""},
    {U'‹', "\""},     {U'›', "\""},     {U'″', "\""},     {U'〝', "\""},
    {U'〞', "\""},    {U'\u2010', "-"}, {U'\u2011', "-"}, {U'\u2012', "-"},
    {U'–', "-"},      {U'—', "-"},      {U'\u2015', "-"}, {U'−', "-"},
    {U'。', "."},     {U'｡', "."},      {U'œ', "oe"},     {U'Œ', "oe"},
    {U'æ', "ae"},     {U'Æ', "ae"},     {U'ø', "o"},      {U'Ø', "o"},
    {U'ǿ', "o"},      {U'Ǿ', "o"},      {U'ǽ', "ae"},     {U'Ǽ', "ae"},
    {U'ǣ', "ae"},     {U'Ǣ', "ae"},     {U'ł', "l"},      {U'Ł', "l"},
    {U'đ', "d"},      {U'Đ', "d"},      {U'ħ', "h"},      {U'Ħ', "h"},
    {U'ı', "i"},      {U'\u2800', " "}, {U'ᴀ', "a"},      {U'ʙ', "b"},
    {U'ᴄ', "c"},      {U'ᴅ', "d"},      {U'ᴇ', "e"},      {U'ꜰ', "f"},
    {U'ɢ', "g"},      {U'ʜ', "h"},      {U'ɪ', "i"},      {U'ᴊ', "j"},
    {U'ᴋ', "k"},      {U'ʟ', "l"},      {U'ᴍ', "m"},      {U'ɴ', "n"},
    {U'ᴏ', "o"},      {U'ᴘ', "p"},      {U'ʀ', "r"},      {U'ꜱ', "s"},
    {U'ᴛ', "t"},      {U'ᴜ', "u"},      {U'ᴠ', "v"},      {U'ᴡ', "w"},
    {U'ʏ', "y"},      {U'ᴢ', "z"},      {U'ɡ', "g"},      {U'ɑ', "a"},
};

// Letters that are drawn in a box, a disc or brackets without being letters to
// Unicode: `count` of them from `first` on read a, b, c …
struct LetterRange {
  char32_t first;
  int count;
};
inline constexpr LetterRange kLetterRanges[] = {
    {0x249C, 26},   // ⒜
    {0x1F110, 26},  // 🄐
    {0x1F130, 26},  // 🄰
    {0x1F150, 26},  // 🅐
    {0x1F170, 26},  // 🅰
};

// Letters that people read as a Latin one although UTS #39 does not confuse
// them.
struct CharLook {
  char32_t point;
  char letter;
};
inline constexpr CharLook kLooks[] = {
    {U'в', 'b'}, {U'н', 'h'}, {U'к', 'k'}, {U'т', 't'}, {U'м', 'm'},
    {U'п', 'n'}, {U'и', 'u'}, {U'я', 'r'}, {U'ш', 'w'}, {U'ь', 'b'},
    {U'Ь', 'b'}, {U'д', 'd'}, {U'з', 'e'}, {U'є', 'e'}, {U'ё', 'e'},
    {U'Ё', 'e'}, {U'ї', 'i'}, {U'Ї', 'i'}, {U'й', 'u'}, {U'η', 'n'},
    {U'β', 'b'}, {U'κ', 'k'}, {U'τ', 't'}, {U'μ', 'u'}, {U'π', 'n'},
    {U'δ', 'd'}, {U'ε', 'e'}, {U'θ', 'o'}, {U'χ', 'x'}, {U'ά', 'a'},
    {U'έ', 'e'}, {U'ή', 'n'}, {U'ό', 'o'}, {U'ύ', 'u'}, {U'Є', 'e'},
    {U'Я', 'r'}, {U'Д', 'd'}, {U'И', 'n'}, {U'ӏ', 'l'},
};

}  // namespace crible

#endif  // CRIBLE_TEXT_CHAR_ADDITIONS_H_
