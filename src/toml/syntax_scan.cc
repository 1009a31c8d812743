#include "toml/syntax_scan.h"

namespace crible::toml_text {
namespace {

bool IsOpen(char c) { return c == '[' || c == '{'; }
bool IsClose(char c) { return c == ']' || c == '}'; }

}  // namespace

Surroundings ScanAround(std::string_view block, size_t offset) {
  Surroundings around;
  Lexer lexer(block);
  bool new_statement = true;
  Token token = lexer.Next();
  for (; token.kind != TokenKind::kEnd; token = lexer.Next()) {
    if (new_statement && token.kind != TokenKind::kNewline) {
      around.statement = token.begin;
      around.after_equals = false;
      new_statement = false;
    }
    const bool unclosed = !token.closed && offset <= token.end;
    if (token.end > offset || unclosed) break;
    if (token.kind == TokenKind::kNewline) {
      around.new_line = true;
      if (around.open.empty()) new_statement = true;
      continue;
    }
    around.new_line = false;
    around.previous = token;
    if (token.kind != TokenKind::kPunctuation) continue;
    const char c = block[token.begin];
    if (IsOpen(c)) around.open.push_back(token.begin);
    if (IsClose(c) && !around.open.empty()) around.open.pop_back();
    if (c == '=' && around.open.empty()) around.after_equals = true;
  }
  around.at = token;
  around.next = lexer.Next();
  return around;
}

std::vector<StatementKey> StatementKeys(std::string_view block, size_t end) {
  std::vector<StatementKey> keys;
  Lexer lexer(block);
  int depth = 0;
  bool in_key = true;
  size_t begin = std::string_view::npos;
  for (Token token = lexer.Next();
       token.kind != TokenKind::kEnd && token.begin < end;
       token = lexer.Next()) {
    if (token.kind == TokenKind::kNewline) {
      if (depth == 0) {
        in_key = true;
        begin = std::string_view::npos;
      }
      continue;
    }
    const char c = block[token.begin];
    const bool punctuation = token.kind == TokenKind::kPunctuation;
    if (punctuation && IsOpen(c)) ++depth;
    if (punctuation && IsClose(c) && depth > 0) --depth;
    if (depth > 0 || !in_key) continue;
    if (begin == std::string_view::npos) begin = token.begin;
    if (punctuation && c == '=') {
      in_key = false;
      std::string_view key = block.substr(begin, token.begin - begin);
      key = key.substr(0, key.find_last_not_of(" \t") + 1);
      keys.push_back({begin, key});
    }
  }
  return keys;
}

}  // namespace crible::toml_text
