#include "cli/rules_ordinary.h"

#include <algorithm>
#include <string>

#include "base/string_map.h"
#include "rules/inflection.h"
#include "text/fold.h"
#include "toml/wording.h"

namespace crible {
namespace {

constexpr size_t kShownPerRule = 8;
constexpr char kOrdinaryWord[] = "ordinary-word";

// Folded word → the ordinary words that fold to it, as written.
using OrdinaryWords = StringMap<std::vector<std::string>>;

OrdinaryWords ReadWords(std::string_view list) {
  OrdinaryWords words;
  while (!list.empty()) {
    const size_t end = std::min(list.find('\n'), list.size());
    const std::string_view line = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    const std::string_view entry = line.substr(0, line.find('#'));
    const std::vector<std::string> folded = FoldWords(entry);
    if (folded.size() != 1) continue;
    const size_t first = entry.find_first_not_of(" \t\r");
    const size_t last = entry.find_last_not_of(" \t\r");
    words[folded[0]].push_back(
        ExactForm(entry.substr(first, last - first + 1)));
  }
  return words;
}

bool IsPlural(std::string_view word, std::string_view of) {
  return word.size() == of.size() + 1 && word.starts_with(of) &&
         (word.back() == 's' || word.back() == 'x');
}

struct Caught {
  std::string word;
  std::string phrase;
  Position at;
};

class Search {
 public:
  explicit Search(const OrdinaryWords& words) : words_(words) {}

  void Look(const Condition& condition) {
    if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
      for (const Condition& child : group->children) Look(child);
    }
    const auto* phrases = std::get_if<PhraseCondition>(&condition.test);
    if (phrases == nullptr || phrases->exact) return;
    for (const std::string& phrase : phrases->phrases) {
      if (FoldWords(phrase).size() == 1) Look(phrase, condition.at);
    }
  }
  const std::vector<Caught>& caught() const { return caught_; }

 private:
  void Look(const std::string& phrase, Position at) {
    const std::string exact = ExactForm(phrase);
    for (const std::string& form : WordForms(exact)) {
      const auto found = words_.find(form);
      if (found == words_.end()) continue;
      for (const std::string& word : found->second) {
        if (word == exact || IsPlural(word, exact) || IsPlural(exact, word))
          continue;
        if (seen_.insert(word).second) caught_.push_back({word, phrase, at});
      }
    }
  }

  const OrdinaryWords& words_;
  std::vector<Caught> caught_;
  StringSet seen_;
};

Issue Warning(const Rule& rule, const std::vector<Caught>& caught) {
  std::string fr, en;
  for (size_t i = 0; i < std::min(caught.size(), kShownPerRule); ++i) {
    const Caught& one = caught[i];
    fr += fmt::format("{}{} (par {})", i ? ", " : "", FrenchQuote(one.word),
                      FrenchQuote(one.phrase));
    en += fmt::format("{}{} (by {})", i ? ", " : "", EnglishQuote(one.word),
                      EnglishQuote(one.phrase));
  }
  if (caught.size() > kShownPerRule) {
    fr += fmt::format(" et {} autres", caught.size() - kShownPerRule);
    en += fmt::format(" and {} more", caught.size() - kShownPerRule);
  }
  return MakeWarning(
      rule.file, caught[0].at, kOrdinaryWord,
      FormatBoth("La règle « {0} » attrape aussi des mots ordinaires : {1}. "
                 "S'ils gênent, écrivez l'expression avec exact, ou ajoutez "
                 "des mots autour.",
                 "The rule “{0}” also catches ordinary words: {2}. If they are "
                 "in the way, write the phrase with exact, or add words around "
                 "it.",
                 rule.face.id, fr, en));
}

}  // namespace

std::vector<Issue> OrdinaryWordsCaught(const RuleSet& rules,
                                       std::string_view list) {
  const OrdinaryWords words = ReadWords(list);
  std::vector<Issue> issues;
  for (const Rule& rule : rules.rules()) {
    if (std::find(rule.accepts.begin(), rule.accepts.end(), kOrdinaryWord) !=
        rule.accepts.end()) {
      continue;
    }
    Search search(words);
    for (const Condition& condition : rule.when.children)
      search.Look(condition);
    if (!search.caught().empty())
      issues.push_back(Warning(rule, search.caught()));
  }
  return issues;
}

}  // namespace crible
