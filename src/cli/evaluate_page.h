#ifndef CRIBLE_CLI_EVALUATE_PAGE_H_
#define CRIBLE_CLI_EVALUATE_PAGE_H_

// The curves of `crible evaluate --html`: one page that needs nothing else, no
// script and no network, and quotes no comment.

#include <span>
#include <string>
#include <vector>

#include "base/localized.h"
#include "bayes/evaluate.h"

namespace crible {

struct EvaluationCurves {
  std::string category;
  std::vector<EvaluationRow> rows;  // of both classes
};

// For each category: what is found where few innocent comments are refused
// (ROC near zero), precision against recall, what was said against what was
// found, and how many comments lie above a threshold.
std::string EvaluationPage(std::span<const EvaluationCurves> categories,
                           UiLanguage language);

}  // namespace crible

#endif  // CRIBLE_CLI_EVALUATE_PAGE_H_
