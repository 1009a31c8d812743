#include "cli/case_test.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <sstream>

#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_map.h"
#include "engine/case_file.h"
#include "fmt/core.h"

namespace crible {
namespace {

absl::StatusOr<std::vector<std::string>> CasePaths(
    const std::vector<std::string>& given) {
  std::vector<std::string> paths;
  for (const std::string& path : given) {
    if (!std::filesystem::is_directory(path)) {
      paths.push_back(path);
      continue;
    }
    CRIBLE_ASSIGN_OR_RETURN(const auto below, ListFiles(path));
    for (const std::string& name : below) {
      if (name.ends_with(".toml")) paths.push_back(path + "/" + name);
    }
  }
  return paths;
}

struct Tally {
  size_t passed = 0;
  size_t failed = 0;
};

void PrintFamilies(const std::map<std::string, Tally>& families, const Io& io) {
  for (const auto& [family, tally] : families) {
    io.out << fmt::format("{:>5}/{:<5} {}\n", tally.passed,
                          tally.passed + tally.failed, family);
  }
}

absl::StatusOr<StringSet> ReadNames(const std::string& path) {
  StringSet names;
  if (path.empty()) return names;
  CRIBLE_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  std::istringstream lines(bytes);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line[0] != '#') names.insert(line);
  }
  return names;
}

// Runs cases and keeps the tally.
class CaseRun {
 public:
  CaseRun(const Engine& engine, const StringSet& known_failures, const Io& io)
      : engine_(engine), known_failures_(known_failures), io_(io) {}

  void Run(const Case& c) {
    if (!names_.insert(c.name).second) {
      return Report(c, FormatIn(io_.language, "ce nom existe déjà",
                                "this name exists already"));
    }
    const CaseOutcome outcome = RunCase(engine_, c, &moderation_);
    Tally& tally = families_[c.family.empty() ? "-" : c.family];
    ++(outcome.passed ? tally.passed : tally.failed);
    const bool known = known_failures_.contains(c.name);
    passed_ += outcome.passed;
    known_ += !outcome.passed && known;
    if (!outcome.passed && !known) Report(c, outcome.failure.In(io_.language));
    if (outcome.passed && known) {
      Report(c, FormatIn(io_.language, "passe : ôtez-le des échecs connus",
                         "passes: take it off the known failures"));
    }
  }

  int Finish(bool families) {
    if (families) PrintFamilies(families_, io_);
    io_.out << FormatIn(io_.language,
                        "{} cas réussis, {} en échec, {} échecs connus\n",
                        "{} cases passed, {} failed, {} known failures\n",
                        passed_, reported_, known_);
    return reported_ == 0 && passed_ > 0 ? kExitOk : kExitFindings;
  }

 private:
  void Report(const Case& c, std::string_view what) {
    ++reported_;
    io_.out << fmt::format("{}:{}: {}: {}\n", c.file, c.at.line, c.name, what);
  }

  const Engine& engine_;
  const StringSet& known_failures_;
  const Io& io_;
  Moderation moderation_;
  StringSet names_;
  std::map<std::string, Tally> families_;
  size_t passed_ = 0, known_ = 0, reported_ = 0;
};

}  // namespace

int RunCases(const Engine& engine, const CaseTestOptions& options,
             const Io& io) {
  const auto paths = CasePaths(options.paths);
  if (!paths.ok()) return Fail(io, paths.status());
  const auto known_failures = ReadNames(options.known_failures);
  if (!known_failures.ok()) return Fail(io, known_failures.status());
  CaseRun run(engine, *known_failures, io);
  for (const std::string& path : *paths) {
    const auto bytes = ReadFile(path);
    if (!bytes.ok()) return Fail(io, bytes.status());
    const CaseFile file = ReadCaseFile(path, *bytes);
    PrintIssues(file.issues, /*warnings=*/true, io, io.err);
    if (HasErrors(file.issues)) return kExitFailed;
    for (const Case& c : file.cases) run.Run(c);
  }
  return run.Finish(options.families);
}

int RunCaseTest(const CaseTestOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  return RunCases(Engine(bundle), options, io);
}

void AddCaseTest(CommandLine* line) {
  auto options = std::make_shared<CaseTestOptions>();
  Command command =
      line->Add("test", {"joue des fichiers de cas", "run case files"});
  command.Models(&options->models);
  command
      .Value({"CHEMIN", "PATH"}, &options->paths,
             {"fichiers ou dossiers", "files or folders"})
      .Required();
  command.Flag("--families", &options->families,
               {"résultat par famille", "result per family"});
  command.Value("--known-failures", &options->known_failures,
                {"fichier des cas qui échouent encore, un nom par ligne",
                 "file of cases that still fail, one name a line"});
  command.Runs([options](const Io& io) { return RunCaseTest(*options, io); });
}

}  // namespace crible
