#include "text/inclusive.h"

#include <algorithm>
#include <iterator>

#include "text/char_table.h"
#include "text/utf8.h"

namespace crible {
namespace {

// Endings after a middle dot, which stands nowhere else.
constexpr std::string_view kAfterDot[] = {
    "e",     "es",    "s",      "x",     "ne",    "nes",    "le",    "les",
    "te",    "tes",   "se",     "ses",   "fe",    "ve",     "ves",   "rice",
    "rices", "trice", "trices", "euse",  "euses", "eresse", "esse",  "esses",
    "sse",   "sses",  "ère",    "ères",  "que",   "ques",   "che",   "ches",
    "ale",   "ales",  "aux",    "elle",  "elles", "eur",    "eurs",  "lle",
    "lles",  "trans", "ière",   "ières", "ine",   "ines",   "ienne", "iennes"};
// Endings after a full stop, a hyphen or in brackets, which stand elsewhere.
constexpr std::string_view kAfterSign[] = {
    "e",      "es",   "ne",    "nes", "rice", "rices", "trice",
    "trices", "euse", "euses", "ère", "ères", "ienne", "iennes"};
constexpr size_t kEndingBytesMax = 8;

template <size_t N>
bool IsOneOf(std::string_view ending, const std::string_view (&endings)[N]) {
  return std::find(std::begin(endings), std::end(endings), ending) !=
         std::end(endings);
}

bool IsWordAt(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const CharKind kind = CharTable::Get()[DecodeUtf8(text, at).value].kind;
  return kind == CharKind::kLetter || kind == CharKind::kDigit ||
         kind == CharKind::kMark;
}

// The lower-case letters at `at`; empty when there are too many for an ending.
std::string_view LettersAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && end - at <= kEndingBytesMax) {
    const unsigned char c = static_cast<unsigned char>(text[end]);
    if (c >= 'a' && c <= 'z') {
      ++end;
    } else if (text.substr(end, 2) == "è") {
      end += 2;
    } else {
      break;
    }
  }
  if (end - at > kEndingBytesMax || IsWordAt(text, end)) return {};
  return text.substr(at, end - at);
}

constexpr std::string_view kDots[] = {"·", "•", "‧", "⋅", "∙"};

size_t DotAt(std::string_view text, size_t at) {
  for (const std::string_view dot : kDots) {
    if (text.substr(at, dot.size()) == dot) return dot.size();
  }
  return 0;
}

size_t AfterDots(std::string_view text, size_t at) {
  size_t end = at;
  for (int parts = 0; parts < 2; ++parts) {
    const size_t dot = DotAt(text, end);
    if (dot == 0) break;
    const std::string_view ending = LettersAt(text, end + dot);
    if (!IsOneOf(ending, kAfterDot)) break;
    end += dot + ending.size();
  }
  return end - at;
}

// ".e.s", "-e-s", ".rice": the plural needs the same sign.
size_t AfterSign(std::string_view text, size_t at) {
  const std::string_view ending = LettersAt(text, at + 1);
  if (!IsOneOf(ending, kAfterSign)) return 0;
  const size_t end = at + 1 + ending.size();
  if (end + 1 < text.size() && text[end] == text[at]) {
    if (LettersAt(text, end + 1) == "s") return end + 2 - at;
    // étudiant.e.moi: something else goes on here.
    if (IsWordAt(text, end + 1)) return 0;
  }
  return end - at;
}

size_t InBrackets(std::string_view text, size_t at) {
  const std::string_view ending = LettersAt(text, at + 1);
  if (ending != "s" && !IsOneOf(ending, kAfterSign)) return 0;
  size_t end = at + 1 + ending.size();
  if (end >= text.size() || text[end] != ')') return 0;
  ++end;
  if (LettersAt(text, end) == "s") ++end;
  return IsWordAt(text, end) ? 0 : end - at;
}

}  // namespace

size_t InclusiveEnding(std::string_view text, size_t at, size_t letters) {
  if (letters < 2) return 0;
  if (DotAt(text, at) != 0) return AfterDots(text, at);
  if (text[at] == '(') return InBrackets(text, at);
  if (letters < 3) return 0;
  return text[at] == '.' || text[at] == '-' ? AfterSign(text, at) : 0;
}

}  // namespace crible
