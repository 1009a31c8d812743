#ifndef CRIBLE_BASE_ISSUE_H_
#define CRIBLE_BASE_ISSUE_H_

// A mistake in a file that a person wrote. Mistakes are results, not errors: a
// reader returns everything that it understood and all issues at once.

#include <compare>
#include <string>
#include <vector>

#include "base/localized.h"

namespace crible {

// Lines and columns count from 1; columns count code points, as editors do.
struct Position {
  int line = 0;
  int column = 0;
  auto operator<=>(const Position&) const = default;
};

enum class Severity : unsigned char { kError, kWarning };

struct Issue {
  std::string file;
  Position at;
  Severity severity = Severity::kError;
  // Stable name of the kind of mistake, in lower-case words with hyphens:
  // "unknown-key", "duplicate-id". Goldens and `--explain` refer to it.
  std::string kind;
  // What is wrong, and what to write instead, in one sentence each language.
  Localized message;
};

// Whether any issue is an error: what has errors is not loaded.
bool HasErrors(const std::vector<Issue>& issues);

// "rules/loans.toml:12:3: message", one line, no newline. A warning says so,
// and its kind, by which a rule can accept it.
std::string FormatIssue(const Issue& issue, UiLanguage language);

// By file, position, then kind; the order in which they are shown.
void SortIssues(std::vector<Issue>* issues);

}  // namespace crible

#endif  // CRIBLE_BASE_ISSUE_H_
