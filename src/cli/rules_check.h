#ifndef CRIBLE_CLI_RULES_CHECK_H_
#define CRIBLE_CLI_RULES_CHECK_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible rules check: all mistakes of a folder of rules, lists, policy and
// grounds at once, with line and column; then what the rules cost.
struct RulesCheckOptions {
  std::string models;
  bool costs = false;        // the dearest rules
  bool no_warnings = false;  // errors only
  bool evasion = false;      // which disguises hide each rule's own examples
  std::string
      coverage;  // case files: which rule changes the verdict of which case
};
int RunRulesCheck(const RulesCheckOptions& options, const Io& io);
void AddRulesCheck(Command* rules);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_CHECK_H_
