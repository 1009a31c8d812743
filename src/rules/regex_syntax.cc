#include "rules/regex_syntax.h"

#include <algorithm>

#include "rules/regex_size.h"
#include "rules/unicode_property.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;
// What ASCII letters also are under (?i).
constexpr char32_t kKelvin = 0x212A;
constexpr char32_t kLongS = 0x017F;

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  std::optional<RegexNode> Parse() {
    RegexNode node = ParseAlternate(0);
    if (failed_ || at_ != pattern_.size()) return std::nullopt;
    if (RegexSize(node) > kRegexSizeMax ||
        RegexWeight(node) > kRegexRepeatMax) {
      return std::nullopt;
    }
    return node;
  }

 private:
  using Kind = RegexNode::Kind;

  bool AtEnd() const { return failed_ || at_ == pattern_.size(); }
  bool Follows(std::string_view text) const {
    return pattern_.substr(at_).starts_with(text);
  }
  bool Take(std::string_view text) {
    if (!Follows(text)) return false;
    at_ += text.size();
    return true;
  }
  RegexNode Fail() {
    failed_ = true;
    return {};
  }
  static RegexNode Of(Kind kind) {
    RegexNode node;
    node.kind = kind;
    return node;
  }

  RegexNode ParseAlternate(int depth) {
    if (depth > kRegexDepthMax) return Fail();
    std::vector<RegexNode> options;
    options.push_back(ParseConcat(depth));
    while (!failed_ && Take("|")) options.push_back(ParseConcat(depth));
    if (options.size() == 1) return std::move(options[0]);
    RegexNode node = Of(Kind::kAlternate);
    node.children = std::move(options);
    return node;
  }

  RegexNode ParseConcat(int depth) {
    RegexNode node = Of(Kind::kConcat);
    while (!AtEnd() && pattern_[at_] != '|' && pattern_[at_] != ')') {
      if (TakeLetters(&node.children)) continue;
      Append(ParseRepeat(depth), &node.children);
    }
    if (node.children.empty()) return {};
    if (node.children.size() == 1) return std::move(node.children[0]);
    return node;
  }

  // Letters that nothing repeats, which are most of a pattern, without a node
  // for each.
  bool TakeLetters(std::vector<RegexNode>* nodes) {
    if (folds_case_) return false;
    size_t end = at_;
    while (end < pattern_.size() && IsPlain(pattern_[end])) ++end;
    const std::string_view after = pattern_.substr(end, 1);
    if (end > at_ && after.find_first_of("*+?{") != after.npos) --end;
    if (end == at_) return false;
    if (nodes->empty() || nodes->back().kind != Kind::kLiteral) {
      nodes->push_back(Of(Kind::kLiteral));
    }
    nodes->back().literal.append(pattern_.substr(at_, end - at_));
    at_ = end;
    return true;
  }
  static bool IsPlain(char c) {
    return c == ' ' || IsRegexWord(static_cast<unsigned char>(c));
  }

  // Letters that follow one another are one literal.
  static void Append(RegexNode node, std::vector<RegexNode>* nodes) {
    if (node.kind == Kind::kLiteral && !nodes->empty() &&
        nodes->back().kind == Kind::kLiteral) {
      nodes->back().literal += node.literal;
    } else if (node.kind != Kind::kEmpty) {
      nodes->push_back(std::move(node));
    }
  }

  RegexNode ParseRepeat(int depth) {
    RegexNode one = ParseOne(depth);
    if (AtEnd()) return one;
    int min = 0, max = 0;
    if (!TakeCount(&min, &max)) return one;
    const bool greedy = !Take("?");
    int next_min = 0, next_max = 0;
    // RE2 has words of its own for signs that repeat twice or nothing.
    if (failed_ || TakeCount(&next_min, &next_max)) return Fail();
    const bool assertion =
        one.kind != Kind::kLiteral && one.kind != Kind::kClass &&
        one.kind != Kind::kProperty && one.kind != Kind::kConcat &&
        one.kind != Kind::kAlternate && one.kind != Kind::kRepeat;
    if (assertion) return Fail();
    RegexNode node = Of(Kind::kRepeat);
    node.min = min;
    node.max = max;
    node.greedy = greedy;
    node.children.push_back(std::move(one));
    return node;
  }

  // ?, *, +, {n}, {n,}, {n,m}. Any other brace is left to RE2.
  bool TakeCount(int* min, int* max) {
    if (AtEnd()) return false;
    *min = 0;
    *max = RegexNode::kUnbounded;
    if (Take("*")) return true;
    if (Take("+")) {
      *min = 1;
      return true;
    }
    if (Take("?")) {
      *max = 1;
      return true;
    }
    if (!Take("{")) return false;
    if (!TakeNumber(min)) return FailCount();
    *max = *min;
    if (Take(",")) {
      *max = RegexNode::kUnbounded;
      if (!Follows("}") && !TakeNumber(max)) return FailCount();
    }
    if (!Take("}")) return FailCount();
    if (*min > kRegexRepeatMax || *max > kRegexRepeatMax ||
        (*max != RegexNode::kUnbounded && *max < *min)) {
      return FailCount();
    }
    return true;
  }
  bool FailCount() {
    failed_ = true;
    return false;
  }

  bool TakeNumber(int* number) {
    const size_t begin = at_;
    *number = 0;
    while (at_ < pattern_.size() && pattern_[at_] >= '0' &&
           pattern_[at_] <= '9' && at_ - begin < 5) {
      *number = *number * 10 + (pattern_[at_++] - '0');
    }
    return at_ > begin && (at_ == begin + 1 || pattern_[begin] != '0');
  }

  RegexNode ParseOne(int depth) {
    const char c = pattern_[at_];
    switch (c) {
      case '(':
        return ParseGroup(depth);
      case '[':
        return ParseClass();
      case '\\':
        return ParseEscape();
      case '.':
        ++at_;
        return AnyCharacter();
      case '^':
        ++at_;
        return Of(Kind::kBeginText);
      case '$':
        ++at_;
        return Of(Kind::kEndText);
      case '*':
      case '+':
      case '?':
      case '{':
        return Fail();
      default:
        return LiteralOf(TakeCodePoint());
    }
  }

  char32_t TakeCodePoint() {
    const CodePoint point = DecodeUtf8(pattern_, at_);
    if (point.value == 0xFFFD && point.size == 1) failed_ = true;
    at_ += point.size;
    return point.value;
  }

  RegexNode ParseGroup(int depth) {
    const bool was_folding = folds_case_, was_single = dot_is_all_;
    ++at_;
    if (Take("?") && !TakeName() && !TakeFlags()) return Fail();
    if (pattern_[at_ - 1] == ')') {
      // (?i) alone holds to the end of the group around it.
      return {};
    }
    RegexNode node = ParseAlternate(depth + 1);
    folds_case_ = was_folding;
    dot_is_all_ = was_single;
    if (!Take(")")) return Fail();
    // A group is one even if it is a literal that letters follow.
    if (node.kind == Kind::kLiteral) {
      RegexNode group = Of(Kind::kConcat);
      group.children.push_back(std::move(node));
      return group;
    }
    return node;
  }

  // P<name>; RE2 refuses a name that is used twice, so the first must be the
  // only one.
  bool TakeName() {
    if (!Take("P<")) return false;
    const size_t begin = at_;
    while (!AtEnd() && IsRegexWord(static_cast<unsigned char>(pattern_[at_]))) {
      ++at_;
    }
    failed_ |= at_ == begin || has_name_ || !Take(">");
    has_name_ = true;
    return true;
  }

  // i and s, up to the ":" or ")" after them; those after "-" end.
  bool TakeFlags() {
    bool value = true, any = false;
    while (!AtEnd()) {
      const char c = pattern_[at_++];
      if (c == ':' || c == ')') return any || (c == ':' && value);
      if (c == '-' && value) {
        value = any = false;
        continue;
      }
      if (c != 'i' && c != 's') return false;
      (c == 'i' ? folds_case_ : dot_is_all_) = value;
      any = true;
    }
    return false;
  }

  RegexNode AnyCharacter() {
    RegexNode node = Of(Kind::kClass);
    if (!dot_is_all_) node.set.Add('\n', '\n');
    node.set.Finish(true);
    return node;
  }

  RegexNode LiteralOf(char32_t c) {
    if (failed_) return {};
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (folds_case_ && (letter || c >= 0x80)) {
      RegexNode node = Of(Kind::kClass);
      if (!AddRange(c, c, &node.set)) return Of(Kind::kProperty);
      node.set.Finish(false);
      return node;
    }
    RegexNode node = Of(Kind::kLiteral);
    AppendUtf8(c, &node.literal);
    return node;
  }

  // A range as (?i) reads it. False if only RE2 knows all other cases.
  bool AddRange(char32_t first, char32_t last, CharSet* set) const {
    set->Add(first, last);
    if (!folds_case_) return true;
    for (char32_t c = 'a'; c <= 'z'; ++c) {
      const char32_t capital = c - 'a' + 'A';
      const bool has =
          (c >= first && c <= last) || (capital >= first && capital <= last);
      if (!has) continue;
      set->Add(c, c);
      set->Add(capital, capital);
      if (c == 'k') set->Add(kKelvin, kKelvin);
      if (c == 's') set->Add(kLongS, kLongS);
    }
    for (char32_t c = std::max(first, char32_t{0x80}); c <= last; ++c) {
      const CharSet* const cases = FoldedCharacter(c);
      if (cases == nullptr) return false;
      for (const auto& [a, b] : cases->ranges()) set->Add(a, b);
    }
    return true;
  }

  // \d, \w, \s. False for another letter.
  bool AddNamedClass(char name, CharSet* set) const {
    switch (name) {
      case 'd':
        AddRange('0', '9', set);
        return true;
      case 'w':
        AddRange('0', '9', set);
        AddRange('A', 'Z', set);
        AddRange('_', '_', set);
        AddRange('a', 'z', set);
        return true;
      case 's':
        AddRange('\t', '\n', set);
        AddRange('\f', '\r', set);
        AddRange(' ', ' ', set);
        return true;
      default:
        return false;
    }
  }

  // The class of \d or \D in another class.
  bool AddEscapedClass(char name, CharSet* set) const {
    if (AddNamedClass(name, set)) return true;
    if (name != 'D' && name != 'W' && name != 'S') return false;
    CharSet all_others;
    AddNamedClass(static_cast<char>(name - 'A' + 'a'), &all_others);
    all_others.Finish(true);
    for (const auto& [first, last] : all_others.ranges()) set->Add(first, last);
    return true;
  }

  RegexNode ParseEscape() {
    if (at_ + 1 == pattern_.size()) return Fail();
    const char c = pattern_[at_ + 1];
    if (c == 'p' || c == 'P') {
      RegexNode node = Of(Kind::kClass);
      if (!TakeProperty(&node.set)) return Fail();
      node.set.Finish(false);
      return node;
    }
    const Kind assertion = c == 'b'   ? Kind::kBoundary
                           : c == 'B' ? Kind::kNoBoundary
                           : c == 'A' ? Kind::kBeginText
                           : c == 'z' ? Kind::kEndText
                                      : Kind::kEmpty;
    if (assertion != Kind::kEmpty) {
      at_ += 2;
      return Of(assertion);
    }
    RegexNode node = Of(Kind::kClass);
    if (AddEscapedClass(c, &node.set)) {
      at_ += 2;
      node.set.Finish(false);
      return node;
    }
    const char32_t literal = TakeEscaped();
    return failed_ ? RegexNode() : LiteralOf(literal);
  }

  // \pL, \p{Lu}, \p{Greek}: only names that RE2 is sure to know. What (?i) adds
  // to them is not read.
  bool TakeProperty(CharSet* set) {
    const size_t begin = at_;
    at_ += 2;
    static constexpr std::string_view kNames[] = {
        "{L}",      "{Lu}",    "{Ll}",    "{Lt}",    "{Lm}",       "{Lo}",
        "{M}",      "{N}",     "{Nd}",    "{P}",     "{S}",        "{So}",
        "{Sc}",     "{Z}",     "L",       "M",       "N",          "P",
        "S",        "Z",       "{Latin}", "{Greek}", "{Cyrillic}", "{Han}",
        "{Arabic}", "{Hebrew}"};
    if (std::none_of(std::begin(kNames), std::end(kNames),
                     [this](std::string_view name) { return Take(name); })) {
      return false;
    }
    const CharSet& property =
        UnicodeProperty(pattern_.substr(begin, at_ - begin), folds_case_);
    for (const auto& [first, last] : property.ranges()) set->Add(first, last);
    return true;
  }

  // The character that an escape stands for.
  char32_t TakeEscaped() {
    if (at_ + 1 == pattern_.size()) {
      failed_ = true;
      return 0;
    }
    const char c = pattern_[at_ + 1];
    at_ += 2;
    switch (c) {
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case 'a':
        return '\a';
      case 'x':
        return TakeHex();
      default:
        if (IsRegexWord(static_cast<unsigned char>(c)) ||
            static_cast<unsigned char>(c) >= 0x80) {
          failed_ = true;
        }
        return static_cast<unsigned char>(c);
    }
  }

  // 27 or {1F600}.
  char32_t TakeHex() {
    const bool braces = Take("{");
    char32_t value = 0;
    size_t digits = 0;
    for (; at_ < pattern_.size() && digits < (braces ? 6u : 2u); ++digits) {
      const char c = pattern_[at_];
      const char small = static_cast<char>(c | 0x20);
      if (c >= '0' && c <= '9') {
        value = value * 16 + static_cast<char32_t>(c - '0');
      } else if (small >= 'a' && small <= 'f') {
        value = value * 16 + static_cast<char32_t>(small - 'a' + 10);
      } else {
        break;
      }
      ++at_;
    }
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    failed_ |= digits == 0 || (!braces && digits != 2) || surrogate ||
               value > kLastCodePoint || (braces && !Take("}"));
    return value;
  }

  RegexNode ParseClass() {
    ++at_;
    RegexNode node = Of(Kind::kClass);
    const bool negated = Take("^");
    bool is_property = false;
    for (bool first = true; first || !Follows("]"); first = false) {
      if (AtEnd() || Follows("[:")) return Fail();
      if (Follows("\\p") || Follows("\\P")) {
        if (!TakeProperty(&node.set)) return Fail();
        continue;
      }
      if (Follows("\\") && at_ + 1 < pattern_.size() &&
          AddEscapedClass(pattern_[at_ + 1], &node.set)) {
        at_ += 2;
        continue;
      }
      AddMember(&node.set, &is_property);
      if (failed_) return {};
    }
    if (!Take("]")) return Fail();
    if (is_property) return Of(Kind::kProperty);
    node.set.Finish(negated);
    if (node.set.ranges().empty()) return Fail();
    return node;
  }

  char32_t TakeMember() {
    if (AtEnd()) {
      failed_ = true;
      return 0;
    }
    return pattern_[at_] == '\\' ? TakeEscaped() : TakeCodePoint();
  }

  // One character of a class, or a range of them.
  void AddMember(CharSet* set, bool* is_property) {
    const char32_t first = TakeMember();
    char32_t last = first;
    const bool range = pattern_.size() > at_ + 1 && pattern_[at_] == '-' &&
                       pattern_[at_ + 1] != ']';
    if (range) {
      ++at_;
      last = TakeMember();
      failed_ |= last < first;
    }
    if (!failed_) *is_property |= !AddRange(first, last, set);
  }

  std::string_view pattern_;
  size_t at_ = 0;
  bool failed_ = false;
  bool has_name_ = false;
  bool folds_case_ = false;
  bool dot_is_all_ = false;
};

}  // namespace

std::optional<RegexNode> ParseRegex(std::string_view pattern) {
  return Parser(pattern).Parse();
}

}  // namespace crible
