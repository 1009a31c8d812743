#include "cli/command.h"

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"

namespace crible {
namespace {

// What the system says of files (base/files.h), for those who read French.
std::string FileErrorInFrench(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> kPhrases[] = {
      {"cannot open ", "impossible d'ouvrir "},
      {"cannot read ", "impossible de lire "},
      {"cannot list ", "impossible de parcourir "},
      {"cannot write ", "impossible d'écrire "},
      {": No such file or directory", " : fichier ou dossier inexistant"},
      {": Permission denied", " : accès refusé"},
      {": Is a directory", " : c'est un dossier"},
      {": Not a directory", " : ce n'est pas un dossier"},
      {": No space left on device", " : disque plein"},
  };
  for (const auto& [english, french] : kPhrases) {
    const size_t at = text.find(english);
    if (at != std::string::npos) text.replace(at, english.size(), french);
  }
  return text;
}

}  // namespace

int Fail(const Io& io, const Localized& message) {
  io.err << "crible: " << message.In(io.language) << "\n";
  return kExitFailed;
}

int Fail(const Io& io, const absl::Status& status) {
  const std::string message(status.message());
  return Fail(io, {FileErrorInFrench(message), message});
}

std::string ModelsFolder(const std::string& given) {
  namespace fs = std::filesystem;
  if (!given.empty()) return given;
  if (const char* from_environment = std::getenv("CRIBLE_MODELS"))
    return from_environment;
  std::error_code error;
  if (fs::is_directory("models/rules", error)) return "models";
  const fs::path self = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* relative : {"../share/crible/models", "../../models"}) {
    const fs::path candidate = (self / relative).lexically_normal();
    if (fs::is_directory(candidate / "rules", error)) return candidate.string();
  }
  return "models";
}

void PrintIssues(const std::vector<Issue>& issues, bool warnings, const Io& io,
                 std::ostream& to) {
  for (const Issue& issue : issues) {
    if (issue.severity == Severity::kWarning && !warnings) continue;
    to << FormatIssue(issue, io.language) << "\n";
  }
}

std::shared_ptr<const Bundle> LoadBundleOrSay(const Io& io,
                                              const std::string& folder,
                                              bool warnings,
                                              const RuleSet::Limits& limits) {
  // The examples were checked by `rules check`; commands that only decide skip
  // them.
  const auto result = LoadBundleFolder(
      folder, {.limits = limits, .check_examples = false, .now = absl::Now()});
  if (!result.ok()) {
    Fail(io, result.status());
    return nullptr;
  }
  PrintIssues(result->issues, warnings, io, io.err);
  return result->bundle;
}

}  // namespace crible
