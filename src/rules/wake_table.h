#ifndef CRIBLE_RULES_WAKE_TABLE_H_
#define CRIBLE_RULES_WAKE_TABLE_H_

#include "rules/rule_program.h"

namespace crible {

// Chooses for each rule the rarest thing without which it cannot hit, and marks
// the leaves (Leaf::wakes) or fills program->wakes so that only then the rule
// is looked at. Of an `all` group one condition is enough; an `any` group needs
// all of its own. Patterns of marked leaves are made to wait for their keys: to
// be called before the pattern book is built.
void FillWakeTable(RuleProgram* program);

// Whether a condition has places in the body, for `near`.
bool HasPlaces(const Condition& condition);

}  // namespace crible

#endif  // CRIBLE_RULES_WAKE_TABLE_H_
