#ifndef CRIBLE_RULES_REGEX_ATOMS_H_
#define CRIBLE_RULES_REGEX_ATOMS_H_

// What a text must hold before a pattern can match in it, in terms of what
// TextRuns finds: words, beginnings of words, two words that follow one
// another, signs, so many digits, single letters in a row.

#include <cstdint>
#include <string>
#include <vector>

#include "rules/regex_syntax.h"

namespace crible {

struct RegexAtom {
  enum class Kind : uint8_t {
    kRun,      // a run of word characters: "viagra"
    kPrefix,   // a run begins so: "gagn*"
    kPair,     // two runs follow one another: "tu es"
    kSign,     // "€"
    kDigits,   // so many digits in all: "###"
    kNumbers,  // two runs of digits follow one another: "# #"
    kSingles,  // so many runs of one character follow one another: "???"
    kPart,     // bytes somewhere, as for LiteralScanner: "*agra*"
  };
  Kind kind = Kind::kRun;
  std::string text;    // as found in a text, capital letters as small ones
  std::string second;  // of a pair
  double rate = 0;     // the share of ordinary comments that have it

  // What TextRuns finds; 0 for a part.
  uint64_t Hash() const;
};

// One of its atoms stands in every text that the pattern matches.
struct RegexClause {
  std::vector<RegexAtom> atoms;  // different
  double rate = 0;               // of all together, at most 1
  bool has_part = false;
};

inline constexpr size_t kClausesMax = 6;
// Clauses of more are in too many texts, or too much work to ask for.
inline constexpr size_t kClauseAtomsMax = 400;
inline constexpr double kClauseRateMax = 0.8;

// The clauses of a pattern, the rarest first but for parts, which cost more to
// look for. None: it can match where nothing
// of the kind helps, and runs on every text.
//
//   \b(gagne|gagnez) \d+ (euros|dollars)\b → {gagne, gagnez}, {#},
//                                            {euros, dollars}
std::vector<RegexClause> RegexClauses(const RegexNode& node);

// "viagra", "gagn*", "tu es", "€", "#", "*agra*".
std::string FormatAtom(const RegexAtom& atom);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_ATOMS_H_
