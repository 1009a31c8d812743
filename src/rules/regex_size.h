#ifndef CRIBLE_RULES_REGEX_SIZE_H_
#define CRIBLE_RULES_REGEX_SIZE_H_

#include "rules/regex_syntax.h"

namespace crible {

// Instructions that RE2 needs for the node, roughly and not too few; at most
// kRegexSizeMax + 1.
int RegexSize(const RegexNode& node);

// How often counts within counts repeat what is innermost; at most
// kRegexRepeatMax + 1.
int RegexWeight(const RegexNode& node);

// Whether the node can match without a character somewhere.
bool CanBeEmpty(const RegexNode& node);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_SIZE_H_
