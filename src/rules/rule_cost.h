#ifndef CRIBLE_RULES_RULE_COST_H_
#define CRIBLE_RULES_RULE_COST_H_

#include "rules/rule_program.h"

namespace crible {

// Fills program->rule_costs, cost and memory_bytes by the method that
// src/rules/README.md states. Depends on the rules alone, never on a clock, so
// that the same files load everywhere or nowhere.
void EstimateCosts(RuleProgram* program);

// The rule whose conditions hold the most bytes.
size_t LargestRule(const RuleProgram& program);

// What it costs to evaluate a condition on one text, roughly; cheap ones of a
// group are asked first.
int EvaluationCost(const Condition& condition);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_COST_H_
