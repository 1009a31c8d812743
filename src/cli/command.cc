#include "cli/command.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "base/localized_status.h"
#include "fmt/format.h"

namespace crible {
int Fail(const Io& io, const Localized& message) {
  io.err << "crible: " << message.In(io.language) << "\n";
  return kExitFailed;
}

int Fail(const Io& io, const absl::Status& status) {
  return Fail(io, MessageOf(status));
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

std::string LocalSubject() { return fmt::format("uid {}", getuid()); }

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
