#ifndef CRIBLE_CLI_CASE_TEST_H_
#define CRIBLE_CLI_CASE_TEST_H_

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "engine/engine.h"

namespace crible {

// crible test PATH…: runs case files. Prints each failed case at its place,
// then how many passed, per family if asked.
struct CaseTestOptions {
  std::string models;
  std::vector<std::string> paths;  // files, or folders of *.toml
  bool families = false;
  // Cases that may fail, one name a line: the known shortfalls. A case that
  // passes although it stands there is a finding too, so that the list only
  // shrinks.
  std::string known_failures;
};
int RunCaseTest(const CaseTestOptions& options, const Io& io);
void AddCaseTest(CommandLine* line);
// The same with an engine that is there already.
int RunCases(const Engine& engine, const CaseTestOptions& options,
             const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_CASE_TEST_H_
