#include "toml/blocks.h"

#include <algorithm>

#include "toml/lexer.h"

namespace crible::toml_text {
namespace {

// "rule.unless" of "[[rule.unless]]"; best effort when the line is broken.
std::string_view HeaderName(std::string_view text, size_t bracket) {
  const size_t line_end = std::min(text.find('\n', bracket), text.size());
  std::string_view line = text.substr(bracket, line_end - bracket);
  line.remove_prefix(std::min(line.find_first_not_of("[ \t"), line.size()));
  return line.substr(0, line.find_first_of("] \t\r#"));
}

bool IsSubTable(std::string_view name, std::string_view of) {
  return !of.empty() && name.size() > of.size() + 1 && name.starts_with(of) &&
         name[of.size()] == '.';
}

}  // namespace

std::vector<Block> CutBlocks(std::string_view text) {
  std::vector<Block> blocks = {{0, text.size()}};
  Lexer lexer(text);
  std::string_view open;  // name of the [[table]] that sub-tables belong to
  size_t line_begin = 0;
  int depth = 0;
  bool first_on_line = true, in_header = false;
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd;
       token = lexer.Next()) {
    if (token.kind == TokenKind::kNewline) {
      if (in_header) depth = 0;
      in_header = false;
      first_on_line = true;
      line_begin = token.end;
      continue;
    }
    const char c = text[token.begin];
    const bool punctuation = token.kind == TokenKind::kPunctuation;
    if (first_on_line && punctuation && c == '[' &&
        (depth == 0 || IsHeaderLine(text, line_begin, true))) {
      in_header = true;
      const std::string_view name = HeaderName(text, token.begin);
      if (!IsSubTable(name, open)) {
        const bool many = text.substr(token.begin).starts_with("[[");
        open = many ? name : std::string_view();
        blocks.back().end = line_begin;
        blocks.push_back({line_begin, text.size()});
      }
    }
    first_on_line = false;
    if (punctuation && (c == '[' || c == '{')) ++depth;
    if (punctuation && (c == ']' || c == '}')) depth = std::max(0, depth - 1);
  }
  return blocks;
}

std::optional<size_t> FindDeepKey(std::string_view text, size_t parts_max) {
  Lexer lexer(text);
  size_t dots = 0, begin = 0;
  bool in_key = false;
  for (Token token = lexer.Next(); token.kind != TokenKind::kEnd;
       token = lexer.Next()) {
    const bool part = token.kind == TokenKind::kBare ||
                      token.kind == TokenKind::kBasic ||
                      token.kind == TokenKind::kLiteral;
    if (!part) {
      in_key = false;
      continue;
    }
    if (!in_key) {
      in_key = true;
      begin = token.begin;
      dots = 0;
    }
    if (token.kind == TokenKind::kBare) {
      const std::string_view bare =
          text.substr(token.begin, token.end - token.begin);
      dots += static_cast<size_t>(std::count(bare.begin(), bare.end(), '.'));
    }
    if (dots >= parts_max) return begin;
  }
  return std::nullopt;
}

}  // namespace crible::toml_text
