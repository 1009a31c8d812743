#ifndef CRIBLE_RULES_RULE_DRAFT_H_
#define CRIBLE_RULES_RULE_DRAFT_H_

// A rule that is being written by a program for a person: from answers
// (AskForRule) or from another tool's list of words (ImportWords). The block is
// what a person would have typed; ReadRuleFile reads it back without a mistake.

#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"

namespace crible {

struct RuleDraft {
  std::string title;  // becomes a comment and, unless `id` is set, the id
  std::string id;
  std::string category = "spam";
  std::string ground;  // left out when empty
  std::string then = "watch";
  std::vector<std::string> phrases;
  std::string list;     // "lists/x.txt", in the place of phrases
  std::string domains;  // "lists/x.txt" of domains, in the place of phrases
  Localized reason;     // a language that is empty is left out
  std::vector<std::string> must_match;
  std::vector<std::string> must_pass;
};

// The [[rule]] block, ending with a line break.
std::string WriteRule(const RuleDraft& draft);

// A text as a TOML value, in double quotes, with what needs it escaped.
std::string QuoteText(std::string_view text);

// Asks five questions and puts a sixth only where an answer will not do: what
// the rule stops, its phrases, what it does, a comment that it must hit and one
// that it must not. nullopt when the input ends before the last answer.
std::optional<RuleDraft> AskForRule(UiLanguage language, std::istream& in,
                                    std::ostream& out);

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_DRAFT_H_
