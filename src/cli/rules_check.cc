#include "cli/rules_check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <ostream>
#include <string_view>
#include <vector>

#include "absl/time/clock.h"
#include "base/files.h"
#include "cli/rules_evasion.h"
#include "cli/rules_ordinary.h"
#include "engine/case_file.h"
#include "engine/engine.h"
#include "fmt/format.h"
#include "text/fold.h"

namespace crible {
namespace {

constexpr size_t kDearestShown = 10;
// A rule that is looked at on more ordinary comments than this waits for too
// little.
constexpr double kOftenLookedAt = 0.05;
// An example that repeats a phrase of its rule says little unless there is this
// much text beside the phrase.
constexpr size_t kOtherWordsMin = 6;

void PrintCosts(const RuleSet& rules, const Io& io) {
  const auto costs = rules.rule_costs();
  std::vector<size_t> order(costs.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return costs[a] > costs[b]; });
  io.out << FormatIn(io.language,
                     "Les règles les plus coûteuses (ns par octet au pire) :\n",
                     "The dearest rules (ns a byte at worst):\n");
  for (size_t i = 0; i < std::min(kDearestShown, order.size()); ++i) {
    io.out << fmt::format("{:>8.2f}  {}\n", costs[order[i]],
                          rules.rules()[order[i]].face.id);
  }
}

void PrintOftenLookedAt(const RuleSet& rules, const Io& io) {
  const auto rates = rules.wake_rates();
  std::vector<size_t> often;
  for (size_t i = 0; i < rates.size(); ++i) {
    if (rates[i] > kOftenLookedAt) often.push_back(i);
  }
  if (often.empty()) return;
  std::stable_sort(often.begin(), often.end(),
                   [&](size_t a, size_t b) { return rates[a] > rates[b]; });
  io.out << FormatIn(
      io.language,
      "Les règles à regarder sur plus de {:.0f} % des commentaires "
      "ordinaires (part estimée) :\n",
      "The rules to look at on over {:.0f} % of ordinary comments (estimated "
      "share):\n",
      100 * kOftenLookedAt);
  for (const size_t i : often) {
    io.out << fmt::format("{:>6.0f} %  {}\n", 100 * rates[i],
                          rules.rules()[i].face.id);
  }
}

// For each rule, the names of the cases that change their verdict when its hit
// is taken out: views into `cases`.
std::vector<std::vector<std::string_view>> CasesChanged(
    const Engine& engine, const std::vector<Case>& cases) {
  const auto& rules = engine.bundle()->rules->rules();
  std::vector<std::vector<std::string_view>> changed(rules.size());
  Moderation moderation;
  for (const Case& c : cases) {
    const CaseOutcome outcome = RunCase(engine, c, &moderation);
    const CaseComment comment(c, CaseTime(c));
    const std::vector<Hit> hits = moderation.evidence.hits;
    for (const Hit& hit : hits) {
      moderation.evidence.hits = hits;
      std::erase_if(moderation.evidence.hits,
                    [&](const Hit& other) { return other.rule == hit.rule; });
      Redecide(comment.comment, &moderation);
      if (moderation.decision.verdict == outcome.verdict) continue;
      for (size_t i = 0; i < rules.size(); ++i)
        if (&rules[i].face == hit.rule) changed[i].push_back(c.name);
    }
  }
  return changed;
}

void CollectPhrases(const Condition& condition,
                    std::vector<std::string>* phrases) {
  if (const auto* phrase = std::get_if<PhraseCondition>(&condition.test)) {
    phrases->insert(phrases->end(), phrase->phrases.begin(),
                    phrase->phrases.end());
  } else if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
    for (const Condition& child : group->children)
      CollectPhrases(child, phrases);
  }
}

bool Contains(const std::vector<std::string>& words,
              const std::vector<std::string>& part) {
  return !part.empty() && std::search(words.begin(), words.end(), part.begin(),
                                      part.end()) != words.end();
}

// Examples that are little more than the phrase that they test.
size_t PrintBareExamples(const RuleSet& rules, const Io& io) {
  size_t bare = 0;
  for (const Rule& rule : rules.rules()) {
    std::vector<std::string> phrases;
    for (const Condition& condition : rule.when.children)
      CollectPhrases(condition, &phrases);
    for (const Example& example : rule.must_match) {
      const auto words = FoldWords(example.body);
      const bool repeats =
          std::any_of(phrases.begin(), phrases.end(), [&](const auto& phrase) {
            const auto part = FoldWords(phrase);
            return Contains(words, part) &&
                   words.size() < part.size() + kOtherWordsMin;
          });
      if (!repeats) continue;
      ++bare;
      io.out << FormatIn(
          io.language,
          "{}:{}: l'exemple de « {} » n'ajoute que peu de mots à "
          "l'expression\n",
          "{}:{}: the example of “{}” adds few words to the phrase\n",
          rule.file, example.at.line, rule.face.id);
    }
  }
  return bare;
}

int PrintCoverage(const std::string& folder,
                  const std::shared_ptr<const Bundle>& bundle, const Io& io) {
  const auto paths = ListFiles(folder);
  if (!paths.ok()) return Fail(io, paths.status());
  std::vector<Case> cases;
  for (const std::string& path : *paths) {
    if (!path.ends_with(".toml")) continue;
    const auto bytes = ReadFile(folder + "/" + path);
    if (!bytes.ok()) return Fail(io, bytes.status());
    CaseFile file = ReadCaseFile(path, *bytes);
    std::move(file.cases.begin(), file.cases.end(), std::back_inserter(cases));
  }
  const Engine engine(bundle);
  const auto changed = CasesChanged(engine, cases);
  const auto& rules = bundle->rules->rules();
  size_t counting = 0;
  for (size_t i = 0; i < rules.size(); ++i) {
    counting += !changed[i].empty();
    io.out << fmt::format("{:>5}  {}{}{}\n", changed[i].size(),
                          rules[i].face.id, changed[i].empty() ? "" : ": ",
                          fmt::join(changed[i], ", "));
  }
  const size_t bare = PrintBareExamples(*bundle->rules, io);
  io.out << FormatIn(io.language,
                     "{} règles sur {} changent le verdict d'au moins un cas ; "
                     "{} exemple(s) trop "
                     "proche(s) de leur expression\n",
                     "{} of {} rules change the verdict of at least one case; "
                     "{} example(s) too "
                     "close to their phrase\n",
                     counting, rules.size(), bare);
  return kExitOk;
}

// The warning of each rule that catches ordinary words. A folder without the
// list is not asked.
void AddOrdinaryWords(const std::string& folder, const RuleSet& rules,
                      std::vector<Issue>* issues) {
  const auto list = ReadFile(fmt::format("{}/{}", folder, kOrdinaryWordsPath));
  if (!list.ok()) return;
  std::vector<Issue> more = OrdinaryWordsCaught(rules, *list);
  std::move(more.begin(), more.end(), std::back_inserter(*issues));
  SortIssues(issues);
}

void PrintWarningKinds(const std::vector<Issue>& issues, const Io& io) {
  std::map<std::string_view, size_t> kinds;
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::kWarning) ++kinds[issue.kind];
  }
  if (kinds.empty()) return;
  io.out << FormatIn(io.language, "Avertissements par genre :\n",
                     "Warnings by kind:\n");
  for (const auto& [kind, count] : kinds)
    io.out << fmt::format("{:>8}  {}\n", count, kind);
}

void PrintLoaded(const Bundle& bundle, size_t warnings, const Io& io) {
  const RuleSet& rules = *bundle.rules;
  io.out << FormatIn(io.language,
                     "{} règles, {} avertissement(s) ; au pire {:.0f} ns par "
                     "octet, {:.1f} Mio ; "
                     "version {}\n",
                     "{} rules, {} warning(s); at worst {:.0f} ns a byte, "
                     "{:.1f} MiB; bundle {}\n",
                     rules.rules().size(), warnings, rules.cost(),
                     rules.memory_bytes() / 1048576.0,
                     bundle.hash.substr(0, 12));
}

}  // namespace

int RunRulesCheck(const RulesCheckOptions& options, const Io& io) {
  const std::string folder = ModelsFolder(options.models);
  auto result = LoadBundleFolder(folder, {.now = absl::Now()});
  if (!result.ok()) return Fail(io, result.status());
  std::vector<Issue>& issues = result->issues;
  const std::shared_ptr<const Bundle>& bundle = result->bundle;
  if (bundle) AddOrdinaryWords(folder, *bundle->rules, &issues);
  PrintIssues(issues, !options.no_warnings, io, io.out);
  if (!options.no_warnings) PrintWarningKinds(issues, io);
  const size_t errors = static_cast<size_t>(std::count_if(
      issues.begin(), issues.end(),
      [](const Issue& issue) { return issue.severity == Severity::kError; }));
  const size_t warnings = issues.size() - errors;
  if (!bundle) {
    io.out << FormatIn(
        io.language, "{} erreur(s), {} avertissement(s) : rien n'est chargé\n",
        "{} error(s), {} warning(s): nothing is loaded\n", errors, warnings);
    return kExitFindings;
  }
  PrintLoaded(*bundle, warnings, io);
  if (options.costs) {
    PrintCosts(*bundle->rules, io);
    PrintOftenLookedAt(*bundle->rules, io);
  }
  if (options.evasion) PrintEvasion(*bundle->rules, bundle->vocabulary, io);
  if (!options.coverage.empty())
    return PrintCoverage(options.coverage, bundle, io);
  return kExitOk;
}

void AddRulesCheck(Command* rules) {
  auto options = std::make_shared<RulesCheckOptions>();
  Command command = rules->Add(
      "check", {"toutes les erreurs d'un dossier, avec ligne et colonne",
                "all mistakes of a folder, with line and column"});
  command.Models(&options->models);
  command.Flag(
      "--costs", &options->costs,
      {"montre les règles les plus coûteuses, et celles à regarder sur "
       "beaucoup de commentaires ordinaires",
       "show the dearest rules, and those to look at on many ordinary "
       "comments"});
  command.Flag("--no-warnings", &options->no_warnings,
               {"les erreurs seulement", "errors only"});
  command.Flag("--evasion", &options->evasion,
               {"par règle, la part de ses exemples encore trouvée sous chaque "
                "déguisement",
                "per rule, the share of its examples still found under each "
                "disguise"});
  command.Value("--coverage", &options->coverage,
                {"dossier de cas : quelle règle change quel verdict",
                 "folder of cases: which rule changes which verdict"});
  command.Runs([options](const Io& io) { return RunRulesCheck(*options, io); });
}

}  // namespace crible
