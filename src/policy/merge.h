#ifndef CRIBLE_POLICY_MERGE_H_
#define CRIBLE_POLICY_MERGE_H_

// The one place where results meet and something wins.

#include "base/string_map.h"
#include "comment/decision.h"
#include "comment/evidence.h"
#include "policy/ground.h"
#include "policy/policy.h"

namespace crible {

// How rule weights enter the score: γ · Σ weights, each family capped. Fitted
// with the models, carried in the bundle.
struct RuleScale {
  double gamma = 1;
  double family_cap = 4;
};
using RuleScales = std::array<RuleScale, kCategoriesMax>;  // by category

// What the merge knows of the comment beside its evidence.
struct Standing {
  std::optional<uint32_t> author_comments, author_accepted, author_rejected;
  std::optional<bool> author_trusted;
  std::optional<uint32_t> reports;
  bool objects = false;      // the author objected to automatic refusal
  uint64_t sample_hash = 0;  // decides whether an accepted comment is looked at
};

// Fills *decision: scores, verdict, look, lane, reasons strongest first. A pure
// function: the same arguments give the same bytes. The table that it
// implements, row by row, is kMergeTable in merge.cc and the test is that
// table.
void Decide(const Evidence& evidence, const Standing& standing,
            const Settings& settings, const StringMap<Ground>& grounds,
            const RuleScales& scales, Decision* decision);

}  // namespace crible

#endif  // CRIBLE_POLICY_MERGE_H_
