#ifndef CRIBLE_CLI_RULES_FMT_H_
#define CRIBLE_CLI_RULES_FMT_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible rules fmt [FILE…]: rule files in their canonical form, in place. A
// file with mistakes of syntax is left alone, and the mistakes are printed.
struct RulesFmtOptions {
  std::string models;
  std::vector<std::string> files;  // empty: all rule files of the folder
  bool check = false;              // only name the files that would change
};
int RunRulesFmt(const RulesFmtOptions& options, const Io& io);
void AddRulesFmt(Command* rules);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_FMT_H_
