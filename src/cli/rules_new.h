#ifndef CRIBLE_CLI_RULES_NEW_H_
#define CRIBLE_CLI_RULES_NEW_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible rules new [FILE]: asks five questions, shows the rule, tries it with
// the others and, after a yes, adds it at the end of the file. What the file
// held stays byte for byte. A rule with a mistake is shown and not written.
struct RulesNewOptions {
  std::string models;
  std::string file;  // "rules/scams.toml" of the folder; asked for when empty
  std::string category = "spam";
  std::string ground;
};
int RunRulesNew(const RulesNewOptions& options, const Io& io);
void AddRulesNew(Command* rules);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_NEW_H_
