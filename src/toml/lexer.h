#ifndef CRIBLE_TOML_LEXER_H_
#define CRIBLE_TOML_LEXER_H_

// Tokens of a TOML text that may be broken: enough to cut a file into blocks
// and to say what is wrong with a line. Values are toml++'s business.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/issue.h"

namespace crible::toml_text {

enum class TokenKind : uint8_t {
  kBare,          // a run of anything else: key, number, word, “text”
  kBasic,         // "…"
  kLiteral,       // '…'
  kMultiBasic,    // """…"""
  kMultiLiteral,  // '''…'''
  kPunctuation,   // one of [ ] { } = ,
  kNewline,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  size_t begin = 0;
  size_t end = 0;
  bool closed = true;  // texts: whether the closing quote is there

  bool IsText() const {
    return kind >= TokenKind::kBasic && kind <= TokenKind::kMultiLiteral;
  }
};

// Skips white space and comments. A text on one line ends with its line. A text
// on several lines ends at its mark, as TOML says, or, if kBroken, before a
// line like "[[rule]]": in a broken file the mark may belong to another text.
class Lexer {
 public:
  enum class Mode { kToml, kBroken };
  explicit Lexer(std::string_view text, Mode mode = Mode::kBroken)
      : text_(text), mode_(mode) {}
  Token Next();

 private:
  Token Text();
  Token MultiLineText(char quote);

  std::string_view text_;
  Mode mode_;
  size_t at_ = 0;
};

// The text with '?' for every sign outside ASCII that stands outside texts and
// comments, where no TOML has one: places stay, the mistake stays.
std::string WithoutForeignSigns(std::string_view text);

// Offset of the first byte that is no well-formed UTF-8, or text.size().
size_t ValidUtf8(std::string_view text);

// The place of a byte offset, counted from `start`; columns in code points.
Position PlaceAt(std::string_view text, size_t offset, Position start = {1, 1});

// The byte offset of a place in a text that begins at line 1, column 1.
size_t OffsetOf(std::string_view text, Position place);

// Whether the line at `line_begin` is a header and nothing else: "[[name]]",
// or, with `single`, "[name]" too.
bool IsHeaderLine(std::string_view text, size_t line_begin, bool single);

}  // namespace crible::toml_text

#endif  // CRIBLE_TOML_LEXER_H_
