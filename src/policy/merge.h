#ifndef CRIBLE_POLICY_MERGE_H_
#define CRIBLE_POLICY_MERGE_H_

// The one place where results meet and something wins. Evidence and settings go
// in, the verdict and its reasons come out:
//
//   Decide(evidence, standing, settings, grounds, scales, &decision);

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/string_map.h"
#include "comment/decision.h"
#include "comment/evidence.h"
#include "policy/ground.h"
#include "policy/policy.h"

namespace crible {

// How rule weights enter the score of a category: γ · Σ over families of
// min(cap, Σ weights of the family's hits). Fitted with the models, carried in
// the bundle.
struct RuleScale {
  double gamma = 1;
  double family_cap = 4;
  // Beside a model the rules that hold or reject weigh as well as those that
  // score: the fit has seen them, and a probability that ignored them would be
  // wrong. They never help to reject.
  bool counts_holds = false;
};
using RuleScales = std::array<RuleScale, kCategoriesMax>;  // by category

// What the merge knows of the comment beside its evidence. What the caller did
// not send is taken from the facts (author history, reports).
struct Standing {
  std::optional<uint32_t> author_comments, author_accepted, author_rejected;
  std::optional<bool> author_trusted;
  std::optional<uint32_t> reports;
  bool objects = false;      // the author objected to automatic refusal
  uint64_t sample_hash = 0;  // decides whether an accepted comment is looked at
};

// What a row of the table does to the verdict that the rows above left.
enum class MergeEffect : uint8_t {
  kAtLeastReject,
  kAtLeastHold,
  kLook,
  kAtMostHold,
};

// What was found that can move a verdict; see merge.cc.
struct MergeFindings;

// "When `reads`, `effect`": one row of the table, in words.
struct MergeRow {
  std::string_view name;
  std::string_view reads;
  MergeEffect effect;
  bool (*applies)(const MergeFindings& found);
};

// The table, in the order in which its rows are applied to "accept".
std::span<const MergeRow> MergeTable();

// Fills *decision: scores, verdict, look, lane, reasons. A pure function: the
// same arguments give the same bytes.
//
// Reasons come strongest first: `reject` rules, `hold` rules, `score` rules by
// share, `look` rules, models, policy (a category's base last), faults. The
// shares of a category that mattered (it reached a threshold or one of its
// rules hit) add up to its log-odds; a category that did not matter has none.
//
// `evidence.faults` holds every fault, those of the facts too. Reasons point
// into `evidence`, `grounds` and its rules, which must outlive them.
void Decide(const Evidence& evidence, const Standing& standing,
            const Settings& settings, const StringMap<Ground>& grounds,
            const RuleScales& scales, Decision* decision);

}  // namespace crible

#endif  // CRIBLE_POLICY_MERGE_H_
