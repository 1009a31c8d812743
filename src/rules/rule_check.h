#ifndef CRIBLE_RULES_RULE_CHECK_H_
#define CRIBLE_RULES_RULE_CHECK_H_

#include "rules/reading.h"
#include "rules/rule.h"
#include "toml/document.h"

namespace crible {

// What is wrong with a rule as a whole: no condition, a phrase that everybody
// writes standing alone, an exception that the comment's author controls, a
// flood rule that would hold condolences, an example on both sides. Wants all
// of the rule to have been read.
void CheckRule(const Table& table, const Rule& rule, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_CHECK_H_
