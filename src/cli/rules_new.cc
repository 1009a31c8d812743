#include "cli/rules_new.h"

#include <istream>
#include <memory>
#include <optional>
#include <ostream>

#include "absl/time/clock.h"
#include "base/files.h"
#include "base/string_map.h"
#include "fmt/core.h"
#include "rules/face_reader.h"
#include "rules/rule_draft.h"
#include "rules/rule_format.h"

namespace crible {
namespace {

std::string Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return "";
  return std::string(
      text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// The answer, trimmed; nullopt at the end of the input.
std::optional<std::string> Ask(const Io& io, std::string_view question) {
  io.out << question << "\n> " << std::flush;
  std::string line;
  if (!std::getline(io.in, line)) return std::nullopt;
  return Trim(line);
}

// "arnaques", "rules/arnaques" → "rules/arnaques.toml"; "" for what is no file
// of the folder of rules.
std::string RulePath(std::string file) {
  if (!file.ends_with(".toml")) file += ".toml";
  if (!file.starts_with("rules/")) file = "rules/" + file;
  const size_t slash = file.rfind('/');
  const std::string name = file.substr(slash + 1, file.size() - slash - 6);
  const bool inside = file.find("..") == file.npos;
  return inside && IsRuleId(name) ? file : "";
}

std::optional<std::string> AskForPath(const Io& io, std::string file) {
  const std::string example = FormatIn(
      io.language,
      "Dans quel fichier ? (minuscules sans accent, chiffres et tirets, par "
      "exemple rules/arnaques.toml ; il est créé s'il n'existe pas)",
      "In which file? (lower-case letters, digits and hyphens, for example "
      "rules/scams.toml; it is made if it does not exist)");
  while (RulePath(file).empty()) {
    const auto answer = Ask(io, example);
    if (!answer) return std::nullopt;
    file = *answer;
  }
  return RulePath(file);
}

// An id that no rule of the pack has: "offer", "offer-2", …
void MakeIdNew(const BundleFiles& files, const std::string& path,
               RuleDraft* draft) {
  const auto file = files.bytes.find(path);
  if (file == files.bytes.end()) return;
  StringSet ids;
  const Document document = ReadDocument(path, file->second);
  for (const Table& rule : document.Tables("rule")) {
    const Value* id = rule.Find("id");
    const auto* text = id ? id->As<std::string>() : nullptr;
    if (text != nullptr) ids.insert(*text);
  }
  const std::string first = draft->id;
  for (int i = 2; ids.contains(draft->id); ++i)
    draft->id = fmt::format("{}-{}", first, i);
}

// The block as a person would have typed it, in canonical form.
std::string Block(const RuleDraft& draft) {
  return FormatRules("rule", WriteRule(draft)).text;
}

std::string Joined(const std::string& before, const std::string& block) {
  if (before.empty()) return block;
  const bool ended = before.ends_with('\n');
  const bool blank = before.ends_with("\n\n");
  return before + (blank ? "" : ended ? "\n" : "\n\n") + block;
}

// Errors that the rules have with the block and did not have without it.
std::vector<Issue> NewErrors(BundleFiles files, const std::string& path,
                             const std::string& text) {
  const BundleOptions options{.now = absl::Now()};
  StringSet old;
  for (const Issue& issue : LoadBundle(files, options).issues)
    old.insert(FormatIssue(issue, UiLanguage::kEnglish));
  files.bytes[path] = text;
  std::vector<Issue> errors = LoadBundle(files, options).issues;
  std::erase_if(errors, [&](const Issue& issue) {
    return issue.severity == Severity::kWarning ||
           old.contains(FormatIssue(issue, UiLanguage::kEnglish));
  });
  return errors;
}

int Stopped(const Io& io) {
  return Fail(io, {"arrêté avant la fin : rien n'est écrit",
                   "stopped before the end: nothing is written"});
}

bool IsYes(std::string_view answer) {
  return answer == "o" || answer == "O" || answer == "oui" || answer == "Oui" ||
         answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

// The file as it is on disk at this moment: others may have written meanwhile.
int Append(const std::string& folder, const std::string& path,
           const std::string& block, const Io& io) {
  const std::string full = folder + "/" + path;
  const auto before = ReadFile(full);
  if (!before.ok() && !absl::IsNotFound(before.status()))
    return Fail(io, before.status());
  const absl::Status written =
      WriteFile(full, Joined(before.value_or(""), block));
  if (!written.ok()) return Fail(io, written);
  io.out << FormatIn(io.language, "Ajoutée à {}.\n", "Added to {}.\n", full);
  return kExitOk;
}

}  // namespace

int RunRulesNew(const RulesNewOptions& options, const Io& io) {
  if (!options.file.empty() && RulePath(options.file).empty()) {
    return Fail(io, FormatBoth("{} n'est pas un nom de fichier de règles : par "
                               "exemple rules/arnaques.toml",
                               "{} is no name of a rule file: for example "
                               "rules/scams.toml",
                               options.file));
  }
  const std::string folder = ModelsFolder(options.models);
  const auto files = ReadBundleFiles(folder);
  if (!files.ok()) return Fail(io, files.status());
  auto draft = AskForRule(io.language, io.in, io.out);
  if (!draft) return Stopped(io);
  draft->category = options.category;
  draft->ground = options.ground;
  const auto path =
      options.file.empty() ? AskForPath(io, "!") : AskForPath(io, options.file);
  if (!path) return Stopped(io);
  MakeIdNew(*files, *path, &*draft);
  const std::string block = Block(*draft);
  io.out << "\n" << block << "\n";
  const auto file = files->bytes.find(*path);
  const std::string before = file == files->bytes.end() ? "" : file->second;
  const std::vector<Issue> errors =
      NewErrors(*files, *path, Joined(before, block));
  if (!errors.empty()) {
    PrintIssues(errors, /*warnings=*/false, io, io.out);
    io.out << FormatIn(io.language,
                       "La règle n'est pas écrite : corrigez ces réponses.\n",
                       "The rule is not written: mend these answers.\n");
    return kExitFindings;
  }
  const auto answer =
      Ask(io, FormatIn(io.language, "L'ajouter à {} ? (oui ou non)",
                       "Add it to {}? (yes or no)", *path));
  if (!answer) return Stopped(io);
  if (!IsYes(*answer)) {
    io.out << FormatIn(io.language, "Rien n'est écrit.\n",
                       "Nothing is written.\n");
    return kExitFindings;
  }
  return Append(folder, *path, block, io);
}

void AddRulesNew(Command* rules) {
  auto options = std::make_shared<RulesNewOptions>();
  Command command = rules->Add(
      "new", {"pose cinq questions, montre la règle et l'ajoute à un fichier",
              "ask five questions, show the rule and add it to a file"});
  command.Models(&options->models);
  command.Value({"FICHIER", "FILE"}, &options->file,
                {"fichier de règles du dossier, par exemple "
                 "rules/arnaques.toml (sinon demandé)",
                 "rule file of the folder, for example rules/scams.toml (else "
                 "asked for)"});
  command.Value("--category", &options->category,
                {"catégorie : spam, abuse, …", "category: spam, abuse, …"});
  command.Value("--ground", &options->ground,
                {"motif, d'après grounds.toml", "ground, of grounds.toml"});
  command.Runs([options](const Io& io) { return RunRulesNew(*options, io); });
}

}  // namespace crible
