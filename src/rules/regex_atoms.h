#ifndef CRIBLE_RULES_REGEX_ATOMS_H_
#define CRIBLE_RULES_REGEX_ATOMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/view.h"

namespace crible {

// Literals shorter than this are in too many texts to tell anything.
inline constexpr int kAtomBytesMin = 3;
inline constexpr size_t kAtomClausesMax = 3;

// What a text must hold before the pattern can match: one literal of each
// clause, the rarest clause (fewest, longest literals) first. No clause: the
// pattern can match where no literal helps, and runs on every text. Literals
// are for LiteralScanner: small ASCII letters.
//
//   RegexAtoms("gagnez \\d+ (euros|dollars)") → {{"gagnez "}, {"euros",
//   "dollars"}}
std::vector<std::vector<std::string>> RegexAtoms(const std::string& pattern,
                                                 ViewKind view);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_ATOMS_H_
