#ifndef CRIBLE_RULES_RULE_FILE_H_
#define CRIBLE_RULES_RULE_FILE_H_

// Reads rule files (models/README.md has the grammar). A file with mistakes is
// a result: the rules that are whole, and all issues at once with line and
// column.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/issue.h"
#include "base/string_map.h"
#include "comment/category.h"
#include "rules/rule.h"

namespace crible {

// Limits of one rule file; each mistake names the limit.
inline constexpr size_t kRuleFileBytesMax = 4 << 20;
inline constexpr size_t kRulesPerFileMax = 5000;
inline constexpr size_t kPhrasesPerRuleMax = 20000;
inline constexpr size_t kPatternBytesMax = 2000;
inline constexpr size_t kIssuesPerFileMax = 500;

// The lists that rules name, read and checked once for all files of a bundle.
// Only what is without a mistake is here, by the texts that name it, a line
// each.
struct ListBook {
  StringMap<SharedTexts> lines;
  StringMap<SharedTexts> phrases;
  StringMap<SharedTexts> domains;
};

// The world that a rule file is read in.
struct RuleContext {
  // Lines of a list file ("lists/x.txt"), comments and blank lines removed;
  // NOT_FOUND's message names the lists that exist, with ", " between.
  std::function<absl::StatusOr<std::vector<std::string>>(std::string_view path)>
      read_list;
  ListBook* lists = nullptr;  // null: each file reads its own
  const StringSet* grounds = nullptr;  // ids of grounds.toml; null: not checked
  const StringSet* sites = nullptr;  // names of policy.toml; null: not checked
  CategoryTable* categories = nullptr;  // a site's own categories are added
  // Today, for rules whose `until` is past; not checked by default.
  absl::Time now = absl::InfinitePast();
};

struct RuleFile {
  std::vector<Rule> rules;  // those without a mistake
  std::vector<Issue> issues;
};

// `path` is "rules/loans.toml" for messages; the pack is "loans".
RuleFile ReadRuleFile(std::string_view path, std::string_view bytes,
                      const RuleContext& context);

// Mistakes that only show across files: an id twice, an old id that is still
// another rule's.
void CheckRulesTogether(const std::vector<Rule>& rules,
                        std::vector<Issue>* issues);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_FILE_H_
