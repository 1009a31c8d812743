#ifndef CRIBLE_CLI_RULES_TEST_H_
#define CRIBLE_CLI_RULES_TEST_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible rules test [PATH…]: every rule's own examples, then the case files or
// folders given; what failed, with its file and line.
struct RulesTestOptions {
  std::string models;
  std::vector<std::string> paths;
  std::string known_failures;  // as for `crible test`
};
int RunRulesTest(const RulesTestOptions& options, const Io& io);
void AddRulesTest(Command* rules);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_TEST_H_
