#include "cli/rules_test.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/case_test.h"
#include "engine/engine.h"
#include "engine/example_check.h"

namespace crible {

int RunRulesTest(const RulesTestOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const RuleSet& rules = *bundle->rules;
  size_t examples = 0;
  for (const Rule& rule : rules.rules())
    examples += rule.must_match.size() + rule.must_pass.size();
  const std::vector<Issue> failed = CheckExamples(rules, bundle->vocabulary);
  PrintIssues(failed, /*warnings=*/true, io, io.out);
  io.out << FormatIn(
      io.language, "{} règles : {} exemples réussis, {} en échec\n",
      "{} rules: {} examples passed, {} failed\n", rules.rules().size(),
      examples - failed.size(), failed.size());
  const int own = failed.empty() ? kExitOk : kExitFindings;
  if (options.paths.empty()) return own;
  const Engine engine(bundle);
  return std::max(own, RunCases(engine,
                                {.models = options.models,
                                 .paths = options.paths,
                                 .known_failures = options.known_failures},
                                io));
}

void AddRulesTest(Command* rules) {
  auto options = std::make_shared<RulesTestOptions>();
  Command command = rules->Add(
      "test",
      {"joue les exemples de toutes les règles, puis des fichiers de cas",
       "run the examples of all rules, then case files"});
  command.Models(&options->models);
  command.Value(
      {"CHEMIN", "PATH"}, &options->paths,
      {"fichiers ou dossiers de cas", "case files or folders of them"});
  command.Value("--known-failures", &options->known_failures,
                {"fichier des cas qui échouent encore, un nom par ligne",
                 "file of cases that still fail, one name a line"});
  command.Runs([options](const Io& io) { return RunRulesTest(*options, io); });
}

}  // namespace crible
