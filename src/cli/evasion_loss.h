#ifndef CRIBLE_CLI_EVASION_LOSS_H_
#define CRIBLE_CLI_EVASION_LOSS_H_

// crible evaluate --evasion: how much of labelled spam and abuse is no longer
// found once it is disguised. Of each comment half of the words of four letters
// or more (chosen by a hash, one at least), or all its links, are disguised;
// the whole engine then decides again. Innocent comments are disguised alike:
// that they are stopped more often is the price.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bayes/evaluate.h"
#include "cli/command.h"
#include "cli/disguises.h"
#include "cli/evaluate.h"
#include "engine/engine.h"

namespace crible {

// How many of the same comments are found as they stand, and disguised.
struct FoundTwice {
  size_t plain = 0;
  size_t disguised = 0;
  size_t lost = 0;  // as they stand only
};

struct EvasionLoss {
  std::string category;  // "spam" or "abuse"
  std::string language;
  Disguise disguise = Disguise::kLookAlikes;
  // Comments of the category in which there was something to disguise.
  size_t rows = 0;
  // At the score that 1 % of all innocent comments, as they stand, reach.
  FoundTwice over;
  FoundTwice stopped;  // held or rejected
  size_t innocents = 0;
  FoundTwice innocents_stopped;
};

// Found less often by so many points of 100; below 0: more often.
double PointsLost(const FoundTwice& found, size_t rows);

// By category, language and disguise; those without rows are left out. The same
// files give the same figures.
absl::StatusOr<std::vector<EvasionLoss>> MeasureEvasionLoss(
    const EvaluateOptions& options, const Engine& engine);

std::string EvasionLossJson(const std::vector<EvasionLoss>& losses);
std::string EvasionLossPage(const std::vector<EvasionLoss>& losses,
                            UiLanguage language);

int RunEvaluateEvasion(const EvaluateOptions& options, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_EVASION_LOSS_H_
