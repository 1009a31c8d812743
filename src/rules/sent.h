#ifndef CRIBLE_RULES_SENT_H_
#define CRIBLE_RULES_SENT_H_

// What callers and the world sent about a comment, as conditions ask for it.

#include <optional>
#include <string_view>

#include "rules/rule.h"
#include "rules/rule_set.h"

namespace crible {

// Empty if it was not sent; kTag is a list and not answered here.
std::string_view AttributeOf(const RuleInput& input, Attribute attribute);

std::optional<bool> FlagOf(const RuleInput& input, Flag flag);

// The largest count of the condition's kind in its window; null if nothing was
// counted so.
const RepeatCount* RepeatOfCondition(const RuleInput& input,
                                     const RepeatsCondition& condition);

// The field for want of which a condition is unknown: "author.comments".
std::string_view MissingField(const Condition& condition);

}  // namespace crible

#endif  // CRIBLE_RULES_SENT_H_
