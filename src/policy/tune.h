#ifndef CRIBLE_POLICY_TUNE_H_
#define CRIBLE_POLICY_TUNE_H_

// From error budgets to thresholds: how low a category's `reject` and `hold`
// may be set, going by labelled comments, with a promise about all comments
// like them. What most callers need:
//
//   const Tuning tuning = Tune(rows, budget, TuneOptions{});
//   if (tuning.reject.threshold) …
//
// The promise: with `confidence`, the share that the budget speaks of is within
// it. An error grows steadily as a threshold moves, so the threshold is moved
// as far as the exact upper bound of its error (base/binomial.h) stays within
// the budget; the bound then holds at the threshold chosen, without a
// correction for having looked at all of them: risk-controlling prediction
// sets, Bates, Angelopoulos, Lei, Malik and Jordan, Journal of the ACM 68(6),
// 2021, theorem 1. It is a promise about comments drawn as the labelled ones
// were: another site, another year are other comments.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "comment/decision.h"
#include "policy/policy.h"

namespace crible {

// What a person says that a comment is.
enum class TuneClass : uint8_t { kInnocent, kCategory, kOther };
inline constexpr size_t kTuneClasses = 3;

struct TuneRow {
  TuneClass is = TuneClass::kInnocent;
  // Of the category, as the policy computes it.
  double probability = 0;
  // The verdict if the category had no threshold: what rules, modes and other
  // categories do anyway.
  Verdict floor = Verdict::kAccept;
  // Whether a low enough `reject` would reject it.
  bool rejectable = true;
};

struct TuneOptions {
  double confidence = 0.95;
  // Shares of the classes among all comments, and how many come a day.
  std::array<double, kTuneClasses> mix = {0.90, 0.02, 0.08};
  double comments_per_day = 0;  // 0: unknown; a budget of reviews needs it
  // The thresholds of now: what no budget speaks of stays.
  std::optional<double> hold, reject;
};

// One threshold, or why there is none.
struct TunedThreshold {
  enum class Outcome : uint8_t {
    kNotAsked,     // no budget for it
    kFound,        // `threshold`; nullopt: "never" keeps the budget
    kTooFewRows,   // even without an error the rows show too little
    kUnreachable,  // what is decided anyway breaks the budget
    kConflict,     // found, but another budget leaves no room for it
  };
  Outcome outcome = Outcome::kNotAsked;
  std::optional<double> threshold;
  size_t errors = 0;  // at the threshold, among `rows`; not for reviews
  size_t rows = 0;    // of the class that the budget is about
  // What the promise is: the upper bound of the share; of reviews a day.
  double bound = 0;
  size_t rows_needed = 0;  // kTooFewRows: at least so many, without an error
};

struct Tuning {
  TunedThreshold reject;   // wrong_rejects_max: the lowest that keeps it
  TunedThreshold hold;     // missed_max: the highest that keeps it
  TunedThreshold reviews;  // reviews_per_day_max: the lowest `hold` for it
  // What to set: as found, else as it is now. With both budgets of `hold` the
  // higher threshold, with fewer reviews.
  std::optional<double> chosen_hold, chosen_reject;
  // With these, at the mix: reviews in 1,000 comments, and the share of them
  // that are not innocent.
  double reviews_per_thousand = 0;
  double rightly_held = 0;

  // Whether every budget that was asked for is kept.
  bool kept() const;
};

// Thresholds are whole ten-thousandths. Time n log n in the rows.
Tuning Tune(std::span<const TuneRow> rows, const ErrorBudget& budget,
            const TuneOptions& options);

}  // namespace crible

#endif  // CRIBLE_POLICY_TUNE_H_
