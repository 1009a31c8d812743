#include "base/issue.h"

#include <algorithm>
#include <tuple>

#include "fmt/core.h"

namespace crible {

bool HasErrors(const std::vector<Issue>& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const Issue& issue) {
    return issue.severity == Severity::kError;
  });
}

std::string FormatIssue(const Issue& issue, UiLanguage language) {
  const bool french = language == UiLanguage::kFrench;
  std::string label;
  if (issue.severity == Severity::kWarning) {
    label = french ? fmt::format("attention ({}) : ", issue.kind)
                   : fmt::format("warning ({}): ", issue.kind);
  }
  return fmt::format("{}:{}:{}: {}{}", issue.file, issue.at.line,
                     issue.at.column, label, issue.message.In(language));
}

void SortIssues(std::vector<Issue>* issues) {
  std::stable_sort(
      issues->begin(), issues->end(), [](const Issue& a, const Issue& b) {
        return std::tie(a.file, a.at, a.kind) < std::tie(b.file, b.at, b.kind);
      });
}

}  // namespace crible
