#include "cli/rules_fmt.h"

#include <memory>
#include <ostream>

#include "base/files.h"
#include "base/status_macros.h"
#include "rules/rule_file.h"
#include "rules/rule_format.h"

namespace crible {
namespace {

absl::StatusOr<std::vector<std::string>> RuleFiles(
    const RulesFmtOptions& options) {
  if (!options.files.empty()) return options.files;
  const std::string folder = ModelsFolder(options.models) + "/rules";
  CRIBLE_ASSIGN_OR_RETURN(const auto names, ListFiles(folder));
  std::vector<std::string> files;
  for (const std::string& name : names) {
    if (name.ends_with(".toml")) files.push_back(folder + "/" + name);
  }
  return files;
}

}  // namespace

int RunRulesFmt(const RulesFmtOptions& options, const Io& io) {
  const auto files = RuleFiles(options);
  if (!files.ok()) return Fail(io, files.status());
  size_t changed = 0, broken = 0;
  for (const std::string& path : *files) {
    const auto bytes = ReadFile(path, kRuleFileBytesMax);
    if (!bytes.ok()) return Fail(io, bytes.status());
    const RuleFormat format = FormatRules(path, *bytes);
    PrintIssues(format.issues, /*warnings=*/true, io, io.out);
    broken += !format.issues.empty();
    if (format.text == *bytes) continue;
    ++changed;
    io.out << path << "\n";
    if (options.check) continue;
    const absl::Status written = WriteFile(path, format.text);
    if (!written.ok()) return Fail(io, written);
  }
  if (options.check) {
    io.out << FormatIn(io.language,
                       "{} fichier(s) sur {} à mettre en forme, {} laissé(s) "
                       "tel(s) quel(s)\n",
                       "{} of {} file(s) to format, {} left as they are\n",
                       changed, files->size(), broken);
  } else {
    io.out << FormatIn(io.language,
                       "{} fichier(s) sur {} mis en forme, {} laissé(s) "
                       "tel(s) quel(s)\n",
                       "{} of {} file(s) formatted, {} left as they are\n",
                       changed, files->size(), broken);
  }
  const bool findings = broken > 0 || (options.check && changed > 0);
  return findings ? kExitFindings : kExitOk;
}

void AddRulesFmt(Command* rules) {
  auto options = std::make_shared<RulesFmtOptions>();
  Command command =
      rules->Add("fmt", {"met des fichiers de règles en forme, sur place",
                         "format rule files, in place"});
  command.Models(&options->models);
  command.Value({"FICHIER", "FILE"}, &options->files,
                {"fichiers (sinon toutes les règles du dossier)",
                 "files (else all rules of the folder)"});
  command.Flag("--check", &options->check,
               {"ne change rien : nomme les fichiers à mettre en forme",
                "change nothing: name the files to format"});
  command.Runs([options](const Io& io) { return RunRulesFmt(*options, io); });
}

}  // namespace crible
