#ifndef CRIBLE_CLI_RULES_EVASION_H_
#define CRIBLE_CLI_RULES_EVASION_H_

#include <array>
#include <cstdint>
#include <vector>

#include "cli/command.h"
#include "cli/disguises.h"
#include "rules/rule_set.h"
#include "text/word_set.h"

namespace crible {

// How many must_match examples of a rule it still finds when the words, or for
// split domains the links, that it found there are disguised. Words of fewer
// than four letters stay as they are, as do contacts and numbers.
struct Evasion {
  // By Disguise: those with something to disguise, and those still found.
  std::array<uint32_t, kDisguiseCount> examples = {};
  std::array<uint32_t, kDisguiseCount> found = {};
};

// One a rule, in rule order.
std::vector<Evasion> MeasureEvasion(const RuleSet& rules,
                                    const WordSet& vocabulary);

// The table that `crible rules check --evasion` shows.
void PrintEvasion(const RuleSet& rules, const WordSet& vocabulary,
                  const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_EVASION_H_
