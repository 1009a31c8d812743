#include "rules/rule_file.h"

#include <algorithm>
#include <map>

#include "rules/condition_reader.h"
#include "rules/example_reader.h"
#include "rules/face_reader.h"
#include "rules/reading.h"
#include "rules/rule_check.h"
#include "text/fold.h"

namespace crible {
namespace {

constexpr std::string_view kFaceKeys[] = {
    "id",     "renamed_from", "category", "ground",     "then",
    "weight", "family",       "reason",   "must_match", "must_pass",
    "near",   "unless",       "accepts"};

const std::vector<std::string_view>& RuleKeys() {
  static const auto* const kKeys = [] {
    auto* keys = new std::vector<std::string_view>(std::begin(kFaceKeys),
                                                   std::end(kFaceKeys));
    keys->insert(keys->end(), ConditionKeys().begin(), ConditionKeys().end());
    return keys;
  }();
  return *kKeys;
}

// "rules/fr/loans.toml" → "loans".
std::string_view PackOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash != path.npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".toml")) path.remove_suffix(5);
  return path;
}

class RuleFileReader {
 public:
  RuleFileReader(std::string_view path, std::string_view bytes,
                 const RuleContext& context)
      : document_(ReadDocument(path, bytes)),
        pack_(PackOf(path)),
        reading_(document_, context, &file_.issues) {}

  RuleFile Read();

 private:
  void CheckPack();
  void CheckOuterKeys();
  void CheckMisplaced();
  bool ReadRule(const Table& table, Rule* rule);
  void ReadUnless(const Table& table, Rule* rule);
  bool IsRepeated(const Table& table, const Rule& rule);

  RuleFile file_;
  const Document document_;
  const std::string_view pack_;
  Reading reading_;
  std::map<std::string, int> lines_;  // of each id
};

RuleFile RuleFileReader::Read() {
  file_.issues = document_.issues;
  CheckPack();
  CheckOuterKeys();
  const std::vector<Table>& tables = document_.Tables("rule");
  for (const Table& table : tables) {
    if (file_.rules.size() == kRulesPerFileMax) {
      reading_.Fail(table.at(), "too-many-rules",
                    FormatBoth("Un fichier a {} règles au plus : mettez la "
                               "suite dans un autre fichier.",
                               "A file has at most {} rules: put the rest in "
                               "another file.",
                               kRulesPerFileMax));
      break;
    }
    if (file_.issues.size() >= kIssuesPerFileMax) {
      reading_.Fail(table.at(), "too-many-mistakes",
                    FormatBoth("Déjà {} remarques : corrigez-les, la suite du "
                               "fichier n'a pas été lue.",
                               "{} remarks already: correct them, the rest of "
                               "the file was not read.",
                               file_.issues.size()));
      break;
    }
    Rule rule;
    if (ReadRule(table, &rule)) file_.rules.push_back(std::move(rule));
  }
  CheckMisplaced();
  SortIssues(&file_.issues);
  return std::move(file_);
}

void RuleFileReader::CheckPack() {
  if (IsRuleId(pack_)) return;
  std::string better = IdFrom(pack_);
  if (better.empty()) better = "arnaques";
  reading_.Fail({1, 1}, "bad-file-name",
                FormatBoth("Le nom du fichier n'a que des minuscules sans "
                           "accent, des chiffres et des tirets : renommez-le "
                           "{}.toml.",
                           "The name of the file has only lower-case letters "
                           "without accents, digits and hyphens: rename it "
                           "{}.toml.",
                           better));
}

// Keys above the first [[rule]], and tables that are no rules.
void RuleFileReader::CheckOuterKeys() {
  for (const Table::Entry& entry : document_.root.entries()) {
    const Position at = entry.key_at;
    if (entry.key == "rule") {
      reading_.Fail(at, "single-brackets",
                    {"Une règle commence par deux crochets : écrivez [[rule]].",
                     "A rule begins with two brackets: write [[rule]]."});
    } else if (entry.value.AsTable() != nullptr) {
      reading_.Fail(at, "unknown-table",
                    FormatBoth("Le bloc « {} » n'existe pas : écrivez "
                               "[[rule]].",
                               "There is no block “{}”: write [[rule]].",
                               Excerpt(entry.key)));
    } else {
      reading_.Fail(at, "key-outside-rule",
                    FormatBoth("« {} » est écrit avant la première règle : "
                               "déplacez la ligne sous un [[rule]].",
                               "“{}” is written before the first rule: move "
                               "the line below a [[rule]].",
                               Excerpt(entry.key)));
    }
  }
  for (const auto& [name, tables] : document_.arrays) {
    if (name == "rule") continue;
    for (const Table& table : tables) {
      if (file_.issues.size() >= kIssuesPerFileMax) return;
      reading_.Fail(table.at(), "unknown-table",
                    FormatBoth("Le bloc [[{}]] n'existe pas : écrivez "
                               "[[rule]].",
                               "There is no block [[{}]]: write [[rule]].",
                               Excerpt(name)));
    }
  }
}

// A rule without must_pass, followed by one that has it above its own id: the
// line was typed below the wrong [[rule]].
void RuleFileReader::CheckMisplaced() {
  const std::vector<Table>& tables = document_.Tables("rule");
  for (size_t i = 0; i + 1 < tables.size(); ++i) {
    const Table::Entry* next_id = tables[i + 1].FindEntry("id");
    for (const Table::Entry& entry : tables[i + 1].entries()) {
      if (next_id == nullptr || entry.key_at >= next_id->key_at) continue;
      const bool needed = entry.key == "must_pass" ||
                          entry.key == "must_match" || entry.key == "reason" ||
                          entry.key == "then" || entry.key == "category";
      if (!needed || tables[i].Find(entry.key) != nullptr) continue;
      reading_.Fail(entry.key_at, "misplaced-key",
                    FormatBoth("« {} » manque à la règle précédente (ligne {}) "
                               ": si cette ligne est la sienne, remontez-la "
                               "au-dessus de [[rule]].",
                               "“{}” is missing in the rule before (line {}): "
                               "if this line is its own, move it above "
                               "[[rule]].",
                               entry.key, tables[i].at().line));
    }
  }
}

bool RuleFileReader::ReadRule(const Table& table, Rule* rule) {
  const size_t errors = reading_.errors();
  reading_.BeginRule();
  rule->file = document_.file;
  rule->at = table.at();
  reading_.Known(table, RuleKeys());
  rule->accepts = ReadAccepts(table, &reading_);
  reading_.Accept(rule->accepts);
  rule->when.children = ReadConditions(table, "", &reading_);
  ReadNear(table, &rule->when, &reading_);
  reading_.conditions_whole = reading_.errors() == errors;
  ReadFace(table, pack_, rule, &reading_);
  ReadUnless(table, rule);
  for (const auto& [key, examples] :
       {std::pair{"must_match", &rule->must_match},
        {"must_pass", &rule->must_pass}}) {
    if (const Table::Entry* entry = table.FindEntry(key)) {
      *examples = ReadExamples({key, &entry->value, entry->key_at}, &reading_);
    }
  }
  if (reading_.phrases > kPhrasesPerRuleMax) {
    reading_.Fail(rule->at, "too-many-phrases",
                  FormatBoth("Une règle cherche {} expressions au plus, "
                             "celle-ci {} : faites deux règles.",
                             "A rule looks for at most {} phrases, this one "
                             "for {}: make two rules.",
                             kPhrasesPerRuleMax, reading_.phrases));
  }
  CheckReasons(table, *rule, &reading_);
  CheckRule(table, *rule, &reading_);
  return !IsRepeated(table, *rule) && reading_.errors() == errors;
}

void RuleFileReader::ReadUnless(const Table& table, Rule* rule) {
  const Table::Entry* entry = table.FindEntry("unless");
  if (entry == nullptr) return;
  const Slot slot{"unless", &entry->value, entry->key_at};
  const Table* group = entry->value.AsTable();
  if (group == nullptr) {
    reading_.Fail(entry->value.at(), "wrong-kind",
                  {"Une exception dit sur quoi elle porte : écrivez par "
                   "exemple unless.author.trusted = true.",
                   "An exception says what it is about: write for example "
                   "unless.author.trusted = true."});
    return;
  }
  reading_.Known(*group, ConditionKeys(), "unless.");
  rule->unless = ReadConditions(*group, "unless.", &reading_);
}

bool RuleFileReader::IsRepeated(const Table& table, const Rule& rule) {
  const Value* id = table.Find("id");
  if (rule.face.id.empty()) return false;
  const auto [first, added] = lines_.emplace(rule.face.id, id->at().line);
  if (added) return false;
  reading_.Fail(
      id->at(), "duplicate-id",
      FormatBoth("« {} » est déjà le nom de la règle de la ligne {} : "
                 "donnez à celle-ci un autre id.",
                 "“{}” is the name of the rule on line {} already: "
                 "give this one another id.",
                 Excerpt(rule.face.id), first->second));
  return true;
}

}  // namespace

RuleFile ReadRuleFile(std::string_view path, std::string_view bytes,
                      const RuleContext& context) {
  if (bytes.size() > kRuleFileBytesMax) {
    RuleFile file;
    file.issues.push_back(MakeIssue(
        path, {1, 1}, "large-file",
        FormatBoth("Un fichier de règles a {} octets au plus : coupez-le en "
                   "deux.",
                   "A rule file has at most {} bytes: cut it in two.",
                   kRuleFileBytesMax)));
    return file;
  }
  return RuleFileReader(path, bytes, context).Read();
}

void CheckRulesTogether(const std::vector<Rule>& rules,
                        std::vector<Issue>* issues) {
  StringMap<const Rule*> by_id, by_old_id;
  for (const Rule& rule : rules) {
    const auto [first, added] = by_id.try_emplace(rule.face.id, &rule);
    if (added) continue;
    issues->push_back(MakeIssue(
        rule.file, rule.at, "duplicate-id",
        FormatBoth(
            "La règle « {} » existe déjà ({}, ligne {}) : donnez-lui un "
            "autre id.",
            "The rule “{}” exists already ({}, line {}): give it another "
            "id.",
            rule.face.id, first->second->file, first->second->at.line)));
  }
  for (const Rule& rule : rules) {
    if (rule.renamed_from.empty()) continue;
    const auto alive = by_id.find(rule.renamed_from);
    const auto [first, added] = by_old_id.try_emplace(rule.renamed_from, &rule);
    if (added && alive == by_id.end()) continue;
    const Rule& other = added ? *alive->second : *first->second;
    issues->push_back(MakeIssue(
        rule.file, rule.at, "old-id-taken",
        FormatBoth("« renamed_from » reprend l'historique de « {} », qui est "
                   "déjà celui d'une autre règle ({}, ligne {}) : supprimez "
                   "l'une des deux mentions.",
                   "“renamed_from” takes over the history of “{}”, which is "
                   "another rule's already ({}, line {}): delete one of the "
                   "two.",
                   rule.renamed_from, other.file, other.at.line)));
  }
}

}  // namespace crible
