#ifndef CRIBLE_BAYES_EVALUATE_H_
#define CRIBLE_BAYES_EVALUATE_H_

// How good scores are, against what people said. Pure functions of rows.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "comment/decision.h"

namespace crible {

// One labelled comment as it was answered.
struct EvaluationRow {
  double log_odds = 0;  // of the category, as the policy saw it
  double base = 0;      // the site's share in it, as log-odds
  bool in = false;      // of the category, by its label
  Verdict verdict = Verdict::kAccept;
  std::string language;
  std::string corpus;
  uint32_t characters = 0;
  std::string fields;  // which optional fields the comment came with
};

// A value and its interval at 95 %.
struct Interval {
  double value = 0;
  double low = 0;
  double high = 0;
};

// What is found when at most this part of the innocent is refused with it.
struct RecallAt {
  double false_positives_max = 0;  // of the innocent
  double threshold = 0;            // log-odds; at or above it is refused
  double false_positives = 0;      // what that threshold really refuses
  // Given the threshold; its own uncertainty is not in the interval.
  Interval recall;
};

struct Evaluation {
  size_t in = 0;
  size_t out = 0;
  // Without rows of both classes the next two are empty or 0.
  Interval auc;
  std::vector<RecallAt> recalls;
  double brier = 0;  // mean square of probability − label
  double ece = 0;    // expected calibration error, 15 bins of equal width
  // The same once the base is the rows' own share; 0 without both classes.
  double moved_ece = 0;
  // Shares of accept, hold, reject among those of the category and the others.
  std::array<double, 3> verdicts_in{};
  std::array<double, 3> verdicts_out{};
};

inline constexpr std::array<double, 3> kFalsePositivesMax = {0.005, 0.01, 0.05};

// AUC with its interval by DeLong, DeLong and Clarke-Pearson (1988), ties
// counted half; recall with Clopper and Pearson's interval (1934).
Evaluation Evaluate(std::span<const EvaluationRow> rows);

// Evaluates the rows of `in` and those outside it against each other: recall
// of one corpus at a threshold that all innocent comments set.
Evaluation EvaluateAgainst(std::span<const EvaluationRow> in,
                           std::span<const EvaluationRow> out);

// One part of the rows, in the order of names.
enum class PartBy : unsigned char { kCorpus, kLanguage, kLanguageAndLength };
// The classes of length that the last one knows.
std::string_view LengthClassName(uint32_t characters);
struct EvaluationPart {
  std::string name;
  Evaluation own;     // the part's rows alone
  Evaluation pooled;  // its rows of the category against all others outside it
};
std::vector<EvaluationPart> EvaluateParts(std::span<const EvaluationRow> rows,
                                          PartBy by);

// What was said and what was found, among the rows of one tenth of the scale.
struct ReliabilityBin {
  size_t n = 0;
  double said = 0;  // mean probability, the base moved to the rows' own share
  Interval found;
};
// Bins without rows are left out; none without rows of both classes.
std::vector<ReliabilityBin> Reliability(std::span<const EvaluationRow> rows);

// How far the labels can be told by what should not tell them: each corpus of
// both classes is scored by the rates that the others (if there is but one, two
// halves of all rows) have at the same language, length or set of fields. Mean
// of the corpora's own AUC.
enum class Control : unsigned char { kLanguage, kLength, kFields };
Interval ControlAuc(std::span<const EvaluationRow> rows, Control control);

// Rows of which, in each language and at each length (steps of a half), as many
// are of the category as not: what is true of these is not told by the length.
// Of the side that has more, rows evenly spaced in their order.
std::vector<EvaluationRow> OfSameLengths(std::span<const EvaluationRow> rows);

// The interval of a share: `hits` of `n`, at 95 %.
Interval ClopperPearson(size_t hits, size_t n);

}  // namespace crible

#endif  // CRIBLE_BAYES_EVALUATE_H_
