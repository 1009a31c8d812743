#ifndef CRIBLE_RULES_REGEX_SYNTAX_H_
#define CRIBLE_RULES_REGEX_SYNTAX_H_

// The syntax tree of a pattern: RE2's language as far as rules use it. What is
// read here means exactly what RE2 means by it; what is not, is refused, and
// left to RE2. Everything else about patterns (what a text must hold, matching,
// cost) starts from this tree.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/char_set.h"

namespace crible {

struct RegexNode {
  enum class Kind : uint8_t {
    kEmpty,
    kLiteral,   // `literal`, whole code points
    kClass,     // one code point of `set`
    kProperty,  // one code point of a class that only RE2 knows ((?i)\pL)
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

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_SYNTAX_H_
