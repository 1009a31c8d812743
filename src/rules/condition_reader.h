#ifndef CRIBLE_RULES_CONDITION_READER_H_
#define CRIBLE_RULES_CONDITION_READER_H_

#include <string_view>
#include <vector>

#include "rules/reading.h"
#include "rules/rule.h"
#include "toml/document.h"

namespace crible {

// The keys that are conditions: "phrase", "contact", "all", ….
const std::vector<std::string_view>& ConditionKeys();

// The conditions among the keys of a table, in the order of the file; all other
// keys are passed over. `prefix` stands before the keys in Condition::key
// ("unless.").
std::vector<Condition> ReadConditions(const Table& table,
                                      std::string_view prefix,
                                      Reading* reading);

// near = 12 of the table that `group` was read from, if it is there. Parts of
// an `all` within then count as the group's own.
void ReadNear(const Table& table, GroupCondition* group, Reading* reading);

}  // namespace crible

#endif  // CRIBLE_RULES_CONDITION_READER_H_
