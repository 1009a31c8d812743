#include "policy/tune.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "base/binomial.h"

namespace crible {
namespace {

using Outcome = TunedThreshold::Outcome;

// Thresholds are tried on a grid: 1 to kSteps − 1 ten-thousandths, and kSteps
// for "never".
constexpr int kSteps = 10'000;

std::optional<double> AtStep(int step) {
  if (step == kSteps) return std::nullopt;
  return static_cast<double>(step) / kSteps;
}

int StepOf(std::optional<double> threshold) {
  if (!threshold) return kSteps;
  return std::clamp(static_cast<int>(std::lround(*threshold * kSteps)), 1,
                    kSteps);
}

// The least step in [1, kSteps] for which `keeps`, which once true stays true;
// kSteps + 1 if there is none.
int LeastStep(const std::function<bool(int)>& keeps) {
  int low = 1, high = kSteps + 1;
  while (low < high) {
    const int middle = (low + high) / 2;
    keeps(middle) ? high = middle : low = middle + 1;
  }
  return low;
}

// The rows of one class, for counting what a pair of thresholds does to them.
class ClassRows {
 public:
  void Add(const TuneRow& row) {
    ++size_;
    if (row.floor == Verdict::kReject) {
      ++floor_rejects_;
      return;
    }
    const bool held = row.floor == Verdict::kHold;
    (held ? held_ : accepted_).push_back(row.probability);
    if (row.rejectable) {
      (held ? held_rejectable_ : accepted_rejectable_)
          .push_back(row.probability);
    }
  }

  void Sort() {
    for (auto* list :
         {&held_, &accepted_, &held_rejectable_, &accepted_rejectable_}) {
      std::sort(list->begin(), list->end());
    }
  }

  size_t size() const { return size_; }
  size_t Rejected(int reject) const {
    return floor_rejects_ + From(held_rejectable_, reject) +
           From(accepted_rejectable_, reject);
  }
  size_t Accepted(int hold, int reject) const {
    // A threshold of `reject` below that of `hold` stops more.
    return accepted_.size() - From(accepted_, hold) -
           (reject < hold ? From(accepted_rejectable_, reject) -
                                From(accepted_rejectable_, hold)
                          : 0);
  }
  size_t Held(int hold, int reject) const {
    return size_ - Rejected(reject) - Accepted(hold, reject);
  }

 private:
  using Sorted = std::vector<double>;

  // How many are at or above the threshold of a step.
  static size_t From(const Sorted& list, int step) {
    const auto threshold = AtStep(step);
    if (!threshold) return 0;
    return static_cast<size_t>(
        list.end() - std::lower_bound(list.begin(), list.end(), *threshold));
  }

  size_t size_ = 0;
  size_t floor_rejects_ = 0;
  Sorted held_, accepted_, held_rejectable_, accepted_rejectable_;
};

class Tuner {
 public:
  Tuner(std::span<const TuneRow> rows, const ErrorBudget& budget,
        const TuneOptions& options)
      : budget_(budget),
        options_(options),
        hold_(StepOf(options.hold)),
        reject_(StepOf(options.reject)) {
    for (const TuneRow& row : rows) Of(row.is).Add(row);
    for (ClassRows& rows_of_class : classes_) rows_of_class.Sort();
  }

  Tuning Run() {
    if (budget_.wrong_rejects_max) TuneReject(*budget_.wrong_rejects_max);
    if (budget_.missed_max) TuneHold(*budget_.missed_max);
    if (budget_.reviews_per_day_max) TuneReviews(*budget_.reviews_per_day_max);
    tuning_.chosen_hold = AtStep(hold_);
    tuning_.chosen_reject = AtStep(reject_);
    CountReviews();
    return tuning_;
  }

 private:
  ClassRows& Of(TuneClass c) { return classes_[static_cast<size_t>(c)]; }

  void TuneReject(double max) {
    const ClassRows& innocent = Of(TuneClass::kInnocent);
    const auto bound = [&](int step) {
      return UpperShare(innocent.Rejected(step), innocent.size(),
                        options_.confidence);
    };
    const int step = LeastStep([&](int s) { return bound(s) <= max; });
    TunedThreshold& tuned = tuning_.reject;
    tuned.rows = innocent.size();
    if (step > kSteps) return Refuse(max, &tuned);
    tuned.errors = innocent.Rejected(step);
    reject_ = step;
    Accept(step, bound(step), &tuned);
  }

  void TuneHold(double max) {
    const ClassRows& category = Of(TuneClass::kCategory);
    const auto bound = [&](int step) {
      return UpperShare(category.Accepted(step, reject_), category.size(),
                        options_.confidence);
    };
    // The highest that keeps the budget is below the least that breaks it.
    const int step = LeastStep([&](int s) { return bound(s) > max; }) - 1;
    TunedThreshold& tuned = tuning_.hold;
    tuned.rows = category.size();
    if (step < 1) return Refuse(max, &tuned);
    tuned.errors = category.Accepted(step, reject_);
    hold_ = step;
    Accept(step, bound(step), &tuned);
  }

  // Each class has its own bound, at a third of the doubt, so that all three
  // hold together.
  double ReviewsBound(int hold) {
    const double confidence = 1 - (1 - options_.confidence) / kTuneClasses;
    double share = 0;
    for (size_t c = 0; c < kTuneClasses; ++c) {
      if (options_.mix[c] <= 0) continue;
      share += options_.mix[c] * UpperShare(classes_[c].Held(hold, reject_),
                                            classes_[c].size(), confidence);
    }
    return share * options_.comments_per_day;
  }

  void TuneReviews(double max) {
    TunedThreshold& tuned = tuning_.reviews;
    for (size_t c = 0; c < kTuneClasses; ++c) {
      tuned.rows += classes_[c].size();
    }
    const int step = LeastStep([&](int s) { return ReviewsBound(s) <= max; });
    if (step > kSteps) {
      tuned.outcome = Outcome::kUnreachable;
      tuned.bound = ReviewsBound(kSteps);
      return;
    }
    Accept(step, ReviewsBound(step), &tuned);
    if (tuning_.hold.outcome != Outcome::kFound) {
      hold_ = step;
    } else if (step > hold_) {
      tuned.outcome = Outcome::kConflict;
    }
  }

  void Accept(int step, double bound, TunedThreshold* tuned) {
    tuned->outcome = Outcome::kFound;
    tuned->threshold = AtStep(step);
    tuned->bound = bound;
  }

  void Refuse(double max, TunedThreshold* tuned) {
    const size_t needed = RowsWithoutHit(max, options_.confidence);
    const bool too_few = tuned->rows < needed;
    tuned->outcome = too_few ? Outcome::kTooFewRows : Outcome::kUnreachable;
    tuned->rows_needed = too_few ? needed : 0;
  }

  void CountReviews() {
    double all = 0, innocent = 0;
    for (size_t c = 0; c < kTuneClasses; ++c) {
      if (classes_[c].size() == 0) continue;
      const double share =
          options_.mix[c] *
          static_cast<double>(classes_[c].Held(hold_, reject_)) /
          static_cast<double>(classes_[c].size());
      all += share;
      if (static_cast<TuneClass>(c) == TuneClass::kInnocent) innocent = share;
    }
    tuning_.reviews_per_thousand = 1000 * all;
    tuning_.rightly_held = all > 0 ? 1 - innocent / all : 0;
  }

  const ErrorBudget& budget_;
  const TuneOptions& options_;
  int hold_, reject_;
  std::array<ClassRows, kTuneClasses> classes_;
  Tuning tuning_;
};

}  // namespace

bool Tuning::kept() const {
  const auto fine = [](const TunedThreshold& tuned) {
    return tuned.outcome == Outcome::kNotAsked ||
           tuned.outcome == Outcome::kFound;
  };
  return fine(reject) && fine(hold) && fine(reviews);
}

Tuning Tune(std::span<const TuneRow> rows, const ErrorBudget& budget,
            const TuneOptions& options) {
  return Tuner(rows, budget, options).Run();
}

}  // namespace crible
