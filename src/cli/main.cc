// `crible`, one binary with sub-commands. Each describes itself in its own
// file (moderate.cc, explain.cc, …); this is the list of them.

#include <unistd.h>

#include <iostream>

#include "cli/case_test.h"
#include "cli/command_line.h"
#include "cli/evaluate.h"
#include "cli/explain.h"
#include "cli/import.h"
#include "cli/keys.h"
#include "cli/legal.h"
#include "cli/lessons.h"
#include "cli/moderate.h"
#include "cli/observe.h"
#include "cli/policy_show.h"
#include "cli/privacy.h"
#include "cli/queue.h"
#include "cli/rules_check.h"
#include "cli/rules_fmt.h"
#include "cli/rules_import.h"
#include "cli/rules_new.h"
#include "cli/rules_test.h"
#include "cli/serve.h"
#include "cli/store.h"
#include "cli/train.h"
#include "cli/tune.h"

namespace crible {
namespace {

void AddRules(CommandLine* line) {
  Command rules = line->Add("rules", {"vérifie, essaie et écrit des règles",
                                      "check, try and write rules"});
  AddRulesCheck(&rules);
  AddRulesTest(&rules);
  AddRulesFmt(&rules);
  AddRulesNew(&rules);
  AddRulesImport(&rules);
}

void AddPolicy(CommandLine* line) {
  Command policy =
      line->Add("policy", {"la politique du site", "the site's policy"});
  AddPolicyShow(&policy);
}

int Main(int argc, char** argv) {
  const Io io{.in = std::cin,
              .out = std::cout,
              .err = std::cerr,
              .language = ChooseLanguage(argc, argv),
              .out_is_terminal = isatty(STDOUT_FILENO) == 1,
              .err_is_terminal = isatty(STDERR_FILENO) == 1,
              .in_is_terminal = isatty(STDIN_FILENO) == 1};
  CommandLine line(io);
  AddServe(&line);
  AddCall(&line);
  AddModerate(&line);
  AddExplain(&line);
  AddRules(&line);
  AddCaseTest(&line);
  AddPolicy(&line);
  AddTrain(&line);
  AddEvaluate(&line);
  AddTune(&line);
  AddImport(&line);
  AddLessons(&line);
  AddStore(&line);
  AddAudit(&line);
  AddKeys(&line);
  AddQueue(&line);
  AddObserve(&line);
  AddPrivacy(&line);
  AddLegal(&line);
  AddReport(&line);
  return line.Run(argc, argv);
}

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  return crible::Main(argc, argv);
}
