#ifndef CRIBLE_RULES_REGEX_SYNTAX_H_
#define CRIBLE_RULES_REGEX_SYNTAX_H_

// The syntax tree of a pattern: RE2's language as far as rules use it. What is
// read here means exactly what RE2 means by it; what is not, is refused, and
// left to RE2. Everything else about patterns (what a text must hold, matching,
// cost) starts from this tree.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crible {

// A set of code points.
class CharSet {
 public:
  void Add(char32_t first, char32_t last);
  // Sorts and joins the ranges; to be called once after the last Add.
  void Finish(bool negated);

  bool Contains(char32_t c) const {
    if (c < 0x80) return ascii_[c >> 6] >> (c & 63) & 1;
    if (high_ != High::kSome) return high_ == High::kAll;
    return ContainsHigh(c);
  }
  bool HasHigh() const { return high_ != High::kNone; }  // any from U+0080 on
  // Ascending and apart from one another.
  const std::vector<std::pair<char32_t, char32_t>>& ranges() const {
    return ranges_;
  }
  friend bool operator==(const CharSet& a, const CharSet& b) {
    return a.ranges_ == b.ranges_;
  }

 private:
  enum class High : uint8_t { kNone, kSome, kAll };
  bool ContainsHigh(char32_t c) const;

  std::array<uint64_t, 2> ascii_{};
  High high_ = High::kNone;
  std::vector<std::pair<char32_t, char32_t>> ranges_;
};

struct RegexNode {
  enum class Kind : uint8_t {
    kEmpty,
    kLiteral,   // `literal`, whole code points
    kClass,     // one code point of `set`
    kProperty,  // one code point of a class that only RE2 knows (\pL)
    kBoundary,  // \b
    kNoBoundary,
    kBeginText,
    kEndText,
    kConcat,
    kAlternate,
    kRepeat,  // of children[0]
  };
  static constexpr int kUnbounded = -1;

  Kind kind = Kind::kEmpty;
  bool greedy = true;
  int min = 0;
  int max = 0;  // kUnbounded
  std::string literal;
  CharSet set;
  std::vector<RegexNode> children;
};

// What RE2 refuses beyond: nesting of groups and counts within counts.
inline constexpr int kRegexDepthMax = 100;
inline constexpr int kRegexRepeatMax = 1000;
// Instructions that RE2 would need at most, well below its limits.
inline constexpr int kRegexSizeMax = 40000;

// The tree of a pattern that RE2 accepts with its default options; nullopt if
// RE2 refuses it, or if it uses what is not read here.
std::optional<RegexNode> ParseRegex(std::string_view pattern);

// Instructions that RE2 needs for the node, roughly and not too few.
int RegexSize(const RegexNode& node);

// Whether the node can match without a character somewhere.
bool CanBeEmpty(const RegexNode& node);

// \w of RE2.
constexpr bool IsRegexWord(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (c >= 'a' && c <= 'z');
}

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_SYNTAX_H_
