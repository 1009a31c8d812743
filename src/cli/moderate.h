#ifndef CRIBLE_CLI_MODERATE_H_
#define CRIBLE_CLI_MODERATE_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible moderate FILE|-: JSON lines in, one decision a line out, in input
// order. The bytes do not depend on the number of threads.
struct ModerateOptions {
  std::string models;
  std::vector<std::string> files;  // "-" or none: the input stream
  bool traffic = false;  // count repeats from row to row, in input order
  size_t threads = 0;    // 0: one a core
  RuleSet::Limits limits;
};
int RunModerate(const ModerateOptions& options, const Io& io);
void AddModerate(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_MODERATE_H_
