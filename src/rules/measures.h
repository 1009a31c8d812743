#ifndef CRIBLE_RULES_MEASURES_H_
#define CRIBLE_RULES_MEASURES_H_

#include <optional>
#include <string_view>

#include "rules/rule.h"
#include "rules/rule_set.h"

namespace crible {

// The share of capitals means nothing in "OK": with fewer letters it is 0.
inline constexpr uint32_t kLettersForCapitals = 12;

// The number that a condition bounds; nullopt if what it needs was not sent.
// What the caller says of author and reports goes before what was remembered.
std::optional<double> MeasureOf(const RuleInput& input, Measure measure);
std::optional<bool> IsAuthorTrusted(const RuleInput& input);

// The name of the missing field, for people: "author.comments".
std::string_view MeasureField(Measure measure);

}  // namespace crible

#endif  // CRIBLE_RULES_MEASURES_H_
