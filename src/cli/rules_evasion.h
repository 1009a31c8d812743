#ifndef CRIBLE_CLI_RULES_EVASION_H_
#define CRIBLE_CLI_RULES_EVASION_H_

#include <array>
#include <cstdint>
#include <vector>

#include "cli/command.h"
#include "cli/rules_disguise.h"
#include "rules/rule_set.h"
#include "text/word_set.h"

namespace crible {

// How many must_match examples of a rule it still finds when the words that it
// found there are disguised. Words of fewer than four letters stay as they are,
// as do links, contacts and numbers.
struct Evasion {
  uint32_t examples = 0;                            // those with such a word
  std::array<uint32_t, kDisguiseCount> found = {};  // by Disguise
};

// One a rule, in rule order.
std::vector<Evasion> MeasureEvasion(const RuleSet& rules,
                                    const WordSet& vocabulary);

// The table that `crible rules check --evasion` shows.
void PrintEvasion(const RuleSet& rules, const WordSet& vocabulary,
                  const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_EVASION_H_
