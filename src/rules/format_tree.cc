#include "rules/format_tree.h"

#include <algorithm>
#include <utility>

#include "toml/lexer.h"

namespace crible {
namespace {

using toml_text::Lexer;
using toml_text::Token;
using toml_text::TokenKind;

// toml++ refuses deeper nesting before this reader sees it.
constexpr int kDepthMax = 300;

std::string TrimEnd(std::string_view text) {
  const size_t last = text.find_last_not_of(" \t\r");
  return std::string(text.substr(0, last == text.npos ? 0 : last + 1));
}

class Reader {
 public:
  explicit Reader(std::string_view text)
      : text_(text), lexer_(text, Lexer::Mode::kToml) {
    Advance();
  }

  std::optional<std::vector<FormatSection>> Read();

 private:
  void Advance() {
    gap_begin_ = token_.end;
    token_ = lexer_.Next();
  }
  bool Is(TokenKind kind) const { return token_.kind == kind; }
  bool Is(char punctuation) const {
    return Is(TokenKind::kPunctuation) && text_[token_.begin] == punctuation;
  }
  bool IsLineEnd() const {
    return Is(TokenKind::kNewline) || Is(TokenKind::kEnd);
  }
  std::string_view Written() const {
    return text_.substr(token_.begin, token_.end - token_.begin);
  }
  // The comment between the last token and this one, or "".
  std::string Comment() const {
    const std::string_view gap =
        text_.substr(gap_begin_, token_.begin - gap_begin_);
    const size_t begin = gap.find('#');
    return begin == gap.npos ? "" : TrimEnd(gap.substr(begin));
  }

  std::vector<std::string> Lines();
  void Place(std::vector<std::string> lines, FormatSection* section,
             std::vector<std::string>* next) const;
  bool Header(FormatSection* section);
  bool Entry(FormatItem* item);
  bool Value(FormatNode* node);
  bool List(FormatNode* node);
  bool InlineTable(FormatNode* node);
  bool Key(std::string* key);

  const std::string_view text_;
  Lexer lexer_;
  Token token_;
  size_t gap_begin_ = 0;
  int depth_ = 0;
};

// Comments and blank lines up to the next token of substance.
std::vector<std::string> Reader::Lines() {
  std::vector<std::string> lines;
  while (IsLineEnd()) {
    std::string comment = Comment();
    const bool ends = Is(TokenKind::kEnd);
    if (!ends || !comment.empty()) lines.push_back(std::move(comment));
    if (ends) break;
    Advance();
  }
  return lines;
}

// Lines above a header: those right below the last key are the tail of that
// section, the others stand above what follows.
void Reader::Place(std::vector<std::string> lines, FormatSection* section,
                   std::vector<std::string>* next) const {
  auto blank = std::find(lines.begin(), lines.end(), "");
  const bool has_keys = !section->header.empty() || !section->items.empty();
  // Comments without a blank line before the next header are its own.
  if (!has_keys || (blank == lines.end() && !Is(TokenKind::kEnd)))
    blank = lines.begin();
  section->tail.assign(lines.begin(), blank);
  next->assign(blank, lines.end());
}

std::optional<std::vector<FormatSection>> Reader::Read() {
  std::vector<FormatSection> sections(1);
  while (true) {
    std::vector<std::string> lines = Lines();
    const bool ends = Is(TokenKind::kEnd);
    if (ends || Is('[')) {
      FormatSection next;
      Place(std::move(lines), &sections.back(), &next.before);
      if (!ends && !Header(&next)) return std::nullopt;
      sections.push_back(std::move(next));
      if (ends) return sections;
      continue;
    }
    FormatItem item;
    std::erase(lines, "");
    // Comments above the first key of a file would else lose their place.
    item.before = std::move(lines);
    if (!Entry(&item)) return std::nullopt;
    sections.back().items.push_back(std::move(item));
  }
}

bool Reader::Header(FormatSection* section) {
  while (!IsLineEnd()) {
    section->header += Written();
    Advance();
  }
  section->after = Comment();
  if (Is(TokenKind::kNewline)) Advance();
  return true;
}

bool Reader::Entry(FormatItem* item) {
  if (!Key(&item->key) || !Value(&item->value) || !IsLineEnd()) return false;
  item->after = Comment();
  if (Is(TokenKind::kNewline)) Advance();
  return true;
}

bool Reader::Key(std::string* key) {
  while (!Is('=')) {
    if (!Is(TokenKind::kBare) && !token_.IsText()) return false;
    *key += Written();
    Advance();
  }
  Advance();
  return !key->empty();
}

bool Reader::Value(FormatNode* node) {
  if (depth_ == kDepthMax) return false;
  ++depth_;
  bool good = true;
  if (Is('[')) {
    good = List(node);
  } else if (Is('{')) {
    good = InlineTable(node);
  } else if (Is(TokenKind::kBare) || token_.IsText()) {
    const bool bare = Is(TokenKind::kBare);
    node->text = Written();
    Advance();
    // A date and a time may have a space between them.
    while (bare && Is(TokenKind::kBare)) {
      node->text += ' ';
      node->text += Written();
      Advance();
    }
  } else {
    good = false;
  }
  --depth_;
  return good;
}

bool Reader::List(FormatNode* node) {
  node->kind = FormatNode::Kind::kArray;
  Advance();
  std::vector<std::string> pending;
  bool same_line = false;  // as the end of the last element
  while (true) {
    if (Is(TokenKind::kEnd)) return false;
    if (Is(TokenKind::kNewline)) {
      std::string comment = Comment();
      if (!comment.empty()) {
        if (same_line && node->items.back().after.empty()) {
          node->items.back().after = std::move(comment);
        } else {
          pending.push_back(std::move(comment));
        }
      }
      same_line = false;
      Advance();
    } else if (Is(',')) {
      Advance();
    } else if (Is(']')) {
      node->tail = std::move(pending);
      Advance();
      return true;
    } else {
      FormatItem item{.before = std::exchange(pending, {})};
      if (!Value(&item.value)) return false;
      node->items.push_back(std::move(item));
      same_line = true;
    }
  }
}

bool Reader::InlineTable(FormatNode* node) {
  node->kind = FormatNode::Kind::kTable;
  Advance();
  while (!Is('}')) {
    if (Is(',')) {
      Advance();
      continue;
    }
    FormatItem item;
    if (!Key(&item.key) || !Value(&item.value)) return false;
    node->items.push_back(std::move(item));
  }
  Advance();
  return true;
}

}  // namespace

std::optional<std::vector<FormatSection>> ReadFormatTree(
    std::string_view text) {
  return Reader(text).Read();
}

}  // namespace crible
