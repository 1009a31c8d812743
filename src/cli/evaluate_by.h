#ifndef CRIBLE_CLI_EVALUATE_BY_H_
#define CRIBLE_CLI_EVALUATE_BY_H_

// crible evaluate --by FIELD: for whom the engine is less right. The figures of
// each value of a field apart: "language", "file", "length" (of the body, in
// three classes), or any string or number of the rows.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bayes/evaluate.h"
#include "cli/command.h"
#include "cli/evaluate.h"
#include "engine/engine.h"

namespace crible {

// Values of a field beyond so many, the rarest ones, are one: "(others)".
inline constexpr size_t kByValuesMax = 60;

// The comments with one value. Intervals are at 95 %.
struct ValueFigures {
  std::string value;  // "(none)": the rows lack the field
  size_t in = 0, out = 0;
  // Its comments of the category against all innocent ones, whose value is
  // whatever; 0 without both.
  Interval auc;
  // At the score that 1 % of all innocent comments reach.
  Interval recall, false_positives;
  // Held or rejected, of the category and of the innocent.
  Interval stopped_in, stopped_out;
  // Mean probability, the base moved to the share of all rows, and how many are
  // of the category: apart by the part that calibration is wrong.
  double said = 0;
  Interval found;
};

struct ByFigures {
  std::string category, field;
  std::vector<ValueFigures> values;  // by name
};

// `value_of` names the value of the row at an index.
std::vector<ValueFigures> FiguresByValue(
    std::span<const EvaluationRow> rows,
    const std::function<std::string(size_t)>& value_of);

absl::StatusOr<std::vector<ByFigures>> MeasureBy(const EvaluateOptions& options,
                                                 const Engine& engine);

std::string ByFiguresJson(std::span<const ByFigures> all);
std::string ByFiguresPage(std::span<const ByFigures> all, UiLanguage language);

int RunEvaluateBy(const EvaluateOptions& options, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_EVALUATE_BY_H_
