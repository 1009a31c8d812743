#ifndef CRIBLE_RULES_RULE_COMPILER_H_
#define CRIBLE_RULES_RULE_COMPILER_H_

#include <memory>
#include <vector>

#include "base/issue.h"
#include "rules/rule_program.h"
#include "rules/rule_set.h"

namespace crible {

inline constexpr size_t kRulesMax = 20000;
inline constexpr int kGroupDepthMax = 8;

// Null if an error was added to *issues. Of `loaded`, which may be null, is taken
// over what is the same.
std::unique_ptr<const RuleProgram> CompileRules(std::vector<Rule> rules,
                                                const RuleSet::Limits& limits,
                                                std::vector<Issue>* issues,
                                                const RuleProgram* loaded =
                                                    nullptr);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_COMPILER_H_
