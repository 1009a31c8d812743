#ifndef CRIBLE_RULES_REGEX_REACH_H_
#define CRIBLE_RULES_REGEX_REACH_H_

// How far into a match the atoms of a clause stand, so that a pattern that
// waits for one need not be tried from every place of a text.

#include <cstdint>

#include "rules/regex_atoms.h"
#include "rules/regex_syntax.h"

namespace crible {

// From the begin of a match to the begin of what TextRuns found, in
// characters: so many at least and at most.
struct RegexReach {
  static constexpr uint32_t kEndless = UINT16_MAX;
  uint32_t min = 0;
  uint32_t max = kEndless;
};

// Every match has an atom of the clause so far into it. Digits and parts of
// words, of which TextRuns does not say where they stand, are left out.
//
//   \b(je|tu)\b.{0,40}\bgagne\b, {gagne} → 2 to 42
RegexReach ReachOf(const RegexNode& node, const RegexClause& clause);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_REACH_H_
