#ifndef CRIBLE_CLI_RULES_IMPORT_H_
#define CRIBLE_CLI_RULES_IMPORT_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

// crible rules import FILE: another tool's list of words as list files and
// rules of the folder. Files that exist are never replaced unless `force`. With
// a sample, says which words stand in so many ordinary comments that they would
// stop too many.
struct RulesImportOptions {
  std::string models;
  std::string file;
  std::string name;  // of what is written; that of `file` when empty
  std::string category = "spam";
  std::string ground;
  std::string then = "watch";
  std::string on;  // JSON lines with a body each, or empty
  bool force = false;
};
int RunRulesImport(const RulesImportOptions& options, const Io& io);
void AddRulesImport(Command* rules);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_IMPORT_H_
