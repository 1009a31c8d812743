#ifndef CRIBLE_CLI_LEARNING_CURVE_H_
#define CRIBLE_CLI_LEARNING_CURVE_H_

// crible evaluate --learning: how much better the engine gets at a site that
// teaches it 50, 200 and 1,000 comments. Each file stands for a site: every
// fifth of its comments, by a hash, is only asked about, of the others the
// first so many, by the hash, are lessons.

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bayes/evaluate.h"
#include "cli/command.h"
#include "cli/evaluate.h"

namespace crible {

inline constexpr std::array<size_t, 4> kLearningSteps = {0, 50, 200, 1000};

struct LearningPoint {
  std::string file;
  std::string category;
  size_t lessons = 0;        // taught
  size_t refused = 0;        // of them, of the category
  Interval auc;              // on the comments that are only asked about
  double held_innocent = 0;  // share over the category's threshold to hold
  double found = 0;          // share of the category's
};

// One point a step and a category that the file has on both sides; a step for
// which it has too few comments is left out.
absl::StatusOr<std::vector<LearningPoint>> MeasureLearning(
    const std::string& file, std::shared_ptr<const Bundle> bundle);

int RunEvaluateLearning(const EvaluateOptions& options, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_LEARNING_CURVE_H_
