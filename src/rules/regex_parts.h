#ifndef CRIBLE_RULES_REGEX_PARTS_H_
#define CRIBLE_RULES_REGEX_PARTS_H_

// Which bytes a text must hold in a row before a pattern can match in it,
// wherever words begin and end: what is left to ask for where optional spaces
// hide the words from regex_atoms.h. Nothing waits for parts; they deny what
// was met.

#include <string>
#include <vector>

#include "rules/regex_syntax.h"

namespace crible {

// One of its parts stands in every text that the pattern matches. Capital ASCII
// letters are small ones.
struct PartClause {
  std::vector<std::string> parts;  // each of TextRuns::kPartBytesMin or more
  double rate = 1;                 // roughly how many texts hold one of them
};

inline constexpr size_t kPartClausesMax = 2;
inline constexpr size_t kPartsMax = 200;  // of a clause
inline constexpr double kPartRateMax = 0.6;

// The rarest clauses of a pattern, in that order.
//
//   (un|une) ?(porc|chien)s? → {porc, chien}
std::vector<PartClause> PartClauses(const RegexNode& node);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_PARTS_H_
