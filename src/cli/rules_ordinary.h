#ifndef CRIBLE_CLI_RULES_ORDINARY_H_
#define CRIBLE_CLI_RULES_ORDINARY_H_

#include <string_view>
#include <vector>

#include "base/issue.h"
#include "rules/rule_set.h"

namespace crible {

// The list of ordinary French and English words, in the models folder.
inline constexpr std::string_view kOrdinaryWordsPath =
    "lists/ordinary-words.txt";

// Warnings, one a rule at most: the words of the list that a phrase of the rule
// also catches although it is another word, because accents do not count or
// because of its forms ("taré" catches "tares"). A phrase that stands in the
// list as written, and its plural in -s or -x, are no surprise.
std::vector<Issue> OrdinaryWordsCaught(const RuleSet& rules,
                                       std::string_view list);

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_ORDINARY_H_
