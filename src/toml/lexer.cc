#include "toml/lexer.h"

#include <algorithm>
#include <string>

namespace crible::toml_text {
namespace {

bool IsPunctuation(char c) {
  return c == '[' || c == ']' || c == '{' || c == '}' || c == '=' || c == ',';
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Token Lexer::Next() {
  while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  if (at_ < text_.size() && text_[at_] == '#') {
    at_ = std::min(text_.find('\n', at_), text_.size());
  }
  Token token{.begin = at_, .end = at_};
  if (at_ == text_.size()) return token;
  const char c = text_[at_];
  if (c == '"' || c == '\'') return Text();
  if (c == '\n' || IsPunctuation(c)) {
    token.kind = c == '\n' ? TokenKind::kNewline : TokenKind::kPunctuation;
    token.end = ++at_;
    return token;
  }
  token.kind = TokenKind::kBare;
  while (at_ < text_.size()) {
    const char next = text_[at_];
    if (next == '\n' || next == '"' || next == '\'' || next == '#') break;
    if (IsSpace(next) || IsPunctuation(next)) break;
    ++at_;
  }
  token.end = at_;
  return token;
}

Token Lexer::Text() {
  const char quote = text_[at_];
  if (text_.substr(at_, 3) == std::string(3, quote))
    return MultiLineText(quote);
  Token token{.kind = quote == '"' ? TokenKind::kBasic : TokenKind::kLiteral,
              .begin = at_,
              .closed = false};
  ++at_;
  while (at_ < text_.size() && text_[at_] != '\n') {
    const char c = text_[at_++];
    if (c == quote) {
      token.closed = true;
      break;
    }
    const bool escapes = quote == '"' && c == '\\' && at_ < text_.size();
    if (escapes && text_[at_] != '\n') ++at_;
  }
  token.end = at_;
  return token;
}

Token Lexer::MultiLineText(char quote) {
  Token token{
      .kind = quote == '"' ? TokenKind::kMultiBasic : TokenKind::kMultiLiteral,
      .begin = at_,
      .closed = false};
  const std::string mark(3, quote);
  at_ += 3;
  while (at_ < text_.size()) {
    if (text_.substr(at_, 3) == mark) {
      at_ += 3;
      // Up to two quotes more belong to the text.
      for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) {
        ++at_;
      }
      token.closed = true;
      break;
    }
    if (mode_ == Mode::kBroken && text_[at_] == '\n' &&
        IsHeaderLine(text_, at_ + 1, false)) {
      break;
    }
    const bool escapes = quote == '"' && text_[at_] == '\\';
    at_ += escapes && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
  }
  token.end = at_;
  return token;
}

std::string WithoutForeignSigns(std::string_view text) {
  std::string plain;
  size_t copied = 0;
  Lexer lexer(text, Lexer::Mode::kToml);
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd;
       token = lexer.Next()) {
    if (token.kind != TokenKind::kBare) continue;
    plain += text.substr(copied, token.begin - copied);
    for (size_t i = token.begin; i < token.end; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >= 0xC0) plain.push_back('?');
      if (byte < 0x80) plain.push_back(text[i]);
    }
    copied = token.end;
  }
  plain += text.substr(copied);
  return plain;
}

size_t ValidUtf8(std::string_view text) {
  size_t i = 0;
  const auto at = [&](size_t k) -> unsigned {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  while (i < text.size()) {
    const unsigned lead = at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    // Unicode 15, table 3-7.
    unsigned low = 0x80, high = 0xBF;
    size_t tail = 0;
    if (lead >= 0xC2 && lead <= 0xDF) tail = 1;
    if (lead >= 0xE0 && lead <= 0xEF) tail = 2;
    if (lead >= 0xF0 && lead <= 0xF4) tail = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    if (tail == 0 || at(i + 1) < low || at(i + 1) > high) return i;
    for (size_t k = 2; k <= tail; ++k) {
      if (at(i + k) < 0x80 || at(i + k) > 0xBF) return i;
    }
    i += tail + 1;
  }
  return text.size();
}

Position PlaceAt(std::string_view text, size_t offset, Position start) {
  Position place = start;
  for (size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((text[i] & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

size_t OffsetOf(std::string_view text, Position place) {
  size_t i = 0;
  for (int line = 1; line < place.line && i < text.size(); ++line) {
    const size_t newline = text.find('\n', i);
    if (newline == std::string_view::npos) return text.size();
    i = newline + 1;
  }
  for (int column = 1; column < place.column && i < text.size(); ++column) {
    if (text[i] == '\n') break;
    for (++i; i < text.size() && (text[i] & 0xC0) == 0x80;) ++i;
  }
  return i;
}

bool IsHeaderLine(std::string_view text, size_t line_begin, bool single) {
  size_t i = line_begin;
  const auto skip_space = [&] {
    while (i < text.size() && IsSpace(text[i])) ++i;
  };
  skip_space();
  size_t brackets = 0;
  for (; i < text.size() && text[i] == '['; ++i) ++brackets;
  if (brackets != 2 && !(single && brackets == 1)) return false;
  skip_space();
  const size_t name = i;
  while (i < text.size() && IsKeyCharacter(text[i])) ++i;
  const std::string_view word = text.substr(name, i - name);
  const bool number = !word.empty() && (word[0] <= '9' || word[0] == '-');
  if (word.empty() || number || word == "true" || word == "false") return false;
  skip_space();
  for (; i < text.size() && text[i] == ']'; ++i) --brackets;
  skip_space();
  const bool ends = i >= text.size() || text[i] == '\n' || text[i] == '#';
  return brackets == 0 && ends;
}

}  // namespace crible::toml_text
