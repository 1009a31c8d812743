#ifndef CRIBLE_RULES_RULE_FORMAT_H_
#define CRIBLE_RULES_RULE_FORMAT_H_

// The canonical form of a rule file: keys of a rule in the order of
// models/README.md, conditions between what the rule is and its reasons, "="
// aligned, long lists one element a line (short elements fill the line), one
// blank line between rules. Texts, patterns and numbers stay as they were
// typed, and comments stay with what they stand above or beside.

#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "toml/document.h"

namespace crible {

inline constexpr size_t kFormatColumnsMax = 100;

struct RuleFormat {
  // The formatted file; what was given, byte for byte, when there are issues.
  std::string text;
  std::vector<Issue> issues;  // mistakes of syntax
};

// Formatting twice is the same as once, and the result means the same: this is
// checked before it is returned. `path` is only for messages.
RuleFormat FormatRules(std::string_view path, std::string_view bytes);

// Whether both hold the same tables with the same values, whatever the order of
// keys within a table.
bool SameMeaning(const Document& a, const Document& b);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_FORMAT_H_
