#ifndef CRIBLE_TESTS_RULES_SLOW_MATCHER_H_
#define CRIBLE_TESTS_RULES_SLOW_MATCHER_H_

// The meaning of rules, word for word and without haste: every rule on every
// text, words compared as strings, each pattern run alone, `near` by trying all
// choices. What RuleSet answers is compared with this.

#include <vector>

#include "comment/evidence.h"
#include "rules/rule.h"
#include "rules/rule_set.h"

namespace crible {

Truth SlowTruth(const Condition& condition, const RuleInput& input);

struct SlowHit {
  bool hits = false;
  std::vector<HitSpan> spans;
  HitCounts counts;
};
SlowHit SlowMatch(const Rule& rule, const RuleInput& input);

}  // namespace crible

#endif  // CRIBLE_TESTS_RULES_SLOW_MATCHER_H_
