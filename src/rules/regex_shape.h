#ifndef CRIBLE_RULES_REGEX_SHAPE_H_
#define CRIBLE_RULES_REGEX_SHAPE_H_

// The texts that a pattern matches, roughly and never too few: a row of pieces
// that follow one another, each one of some short texts in which signs stand
// for what is not spelt out. regex_atoms.h chooses among them.

#include <string>
#include <vector>

#include "rules/regex_syntax.h"

namespace crible {

// In a piece's texts. All other bytes stand for themselves: small letters,
// digits, _; a space for one or more common characters that are none of these
// (and not for rare signs: those stand for themselves, perhaps repeated).
inline constexpr char kShapeEdge = 1;   // \b, or an end of the text
inline constexpr char kShapeWild = 2;   // word characters, or nothing
inline constexpr char kShapeDigit = 3;  // digits, one or more
inline constexpr char kShapeGap = 4;    // anything, or nothing
inline constexpr char kShapeOne = 5;    // one word character

using ShapeTexts = std::vector<std::string>;
using RegexShape = std::vector<ShapeTexts>;  // one piece or more

RegexShape ShapeOf(const RegexNode& node);

inline bool IsShapeWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == kShapeWild || c == kShapeDigit || c == kShapeOne;
}

// How often ordinary comments hold one of the texts, and of a text what is
// rarest in it, with gaps round it; regex_atoms.cc.
double ShapeRate(const ShapeTexts& texts);
std::string RarestOfShape(const std::string& text);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_SHAPE_H_
