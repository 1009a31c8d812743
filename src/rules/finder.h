#ifndef CRIBLE_RULES_FINDER_H_
#define CRIBLE_RULES_FINDER_H_

#include "rules/match_state.h"
#include "rules/rule_program.h"
#include "rules/rule_set.h"

namespace crible {

// The first half of matching: reads the texts once, notes in *state all
// phrases, literals of patterns and listed domains, and which rules that wakes
// (state->awake, ascending).
void FindAll(const RuleProgram& program, const RuleInput& input,
             RuleScratch::State* state);

}  // namespace crible

#endif  // CRIBLE_RULES_FINDER_H_
