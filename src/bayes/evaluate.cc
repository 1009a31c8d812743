#include "bayes/evaluate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "base/binomial.h"
#include "bayes/logistic.h"

namespace crible {
namespace {

constexpr double kNormal95 = 1.959963984540054;
constexpr double kTail = 0.025;
constexpr size_t kBins = 15;

using Scores = std::vector<double>;

Scores ScoresOf(std::span<const EvaluationRow> rows, bool in) {
  Scores scores;
  for (const EvaluationRow& row : rows) {
    if (row.in == in) scores.push_back(row.log_odds);
  }
  std::sort(scores.begin(), scores.end());
  return scores;
}

// For each score of `of`, the part of the sorted `among` that lies below it,
// ties counted half: DeLong's structural components.
Scores Placements(const Scores& of, const Scores& among) {
  Scores placements;
  for (const double score : of) {
    const auto [first, last] =
        std::equal_range(among.begin(), among.end(), score);
    const double below = static_cast<double>(first - among.begin());
    const double ties = static_cast<double>(last - first);
    placements.push_back((below + ties / 2) /
                         static_cast<double>(among.size()));
  }
  return placements;
}

double Mean(const Scores& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Variance of the mean.
double MeanVariance(const Scores& values, double mean) {
  if (values.size() < 2) return 0;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  const auto n = static_cast<double>(values.size());
  return sum / (n - 1) / n;
}

Interval Auc(const Scores& in, const Scores& out) {
  if (in.empty() || out.empty()) return {};
  const Scores above = Placements(in, out);
  const Scores below = Placements(out, in);
  const double auc = Mean(above);
  const double deviation =
      std::sqrt(MeanVariance(above, auc) + MeanVariance(below, Mean(below)));
  return Interval{.value = auc,
                  .low = std::max(0.0, auc - kNormal95 * deviation),
                  .high = std::min(1.0, auc + kNormal95 * deviation)};
}

RecallAt Recall(const Scores& in, const Scores& out, double max) {
  RecallAt at{.false_positives_max = max};
  // The most innocent comments that may be refused; the next one's score is
  // where the threshold must lie above.
  const auto allowed =
      static_cast<size_t>(std::floor(max * static_cast<double>(out.size())));
  const double highest_kept = out[out.size() - 1 - allowed];
  at.threshold = std::nextafter(highest_kept, HUGE_VAL);
  const auto above = [&](const Scores& scores) {
    return static_cast<size_t>(scores.end() - std::lower_bound(scores.begin(),
                                                               scores.end(),
                                                               at.threshold));
  };
  at.false_positives =
      static_cast<double>(above(out)) / static_cast<double>(out.size());
  at.recall = ClopperPearson(above(in), in.size());
  return at;
}

void Calibrate(std::span<const EvaluationRow> rows, Evaluation* evaluation) {
  struct Bin {
    double probability = 0, in = 0;
  };
  std::array<Bin, kBins> bins;
  const auto n = static_cast<double>(rows.size());
  for (const EvaluationRow& row : rows) {
    const double p = Sigmoid(row.log_odds);
    const double label = row.in ? 1 : 0;
    evaluation->brier += (p - label) * (p - label) / n;
    Bin& bin = bins[std::min(static_cast<size_t>(p * kBins), kBins - 1)];
    bin.probability += p;
    bin.in += label;
  }
  for (const Bin& bin : bins) {
    evaluation->ece += std::fabs(bin.probability - bin.in) / n;
  }
}

// What turns log-odds at the site's base into those at the rows' own share; a
// share of one class has no log-odds.
double OwnShare(std::span<const EvaluationRow> rows) {
  double in = 0;
  for (const EvaluationRow& row : rows) in += row.in;
  return std::log(in / (static_cast<double>(rows.size()) - in));
}

double MovedError(std::span<const EvaluationRow> rows) {
  Evaluation moved;
  std::vector<EvaluationRow> copies(rows.begin(), rows.end());
  const double own = OwnShare(rows);
  for (EvaluationRow& row : copies) row.log_odds += own - row.base;
  Calibrate(copies, &moved);
  return moved.ece;
}

struct LengthClass {
  uint32_t below;
  std::string_view name;
};
constexpr LengthClass kLengths[] = {{80, "under 80 characters"},
                                    {240, "under 240 characters"},
                                    {UINT32_MAX, "240 characters and more"}};

std::string PartName(const EvaluationRow& row, PartBy by) {
  if (by == PartBy::kCorpus) return row.corpus;
  if (by == PartBy::kLanguage) return row.language;
  return row.language + ", " + std::string(LengthClassName(row.characters));
}

// Steps of a half: 8, 12, 18 … characters.
long LengthStep(const EvaluationRow& row) {
  return std::lround(std::log1p(row.characters) / std::log(1.5));
}

std::string ControlKey(const EvaluationRow& row, Control control) {
  if (control == Control::kLanguage) return row.language;
  if (control == Control::kFields) return row.fields;
  return std::to_string(LengthStep(row));
}

// The rows of a corpus by a control's key and class.
struct ControlPart {
  std::map<std::string, std::array<double, 2>> keys;
  std::array<double, 2> rows{};

  void Add(const std::string& key, bool in) {
    ++keys[key][in];
    ++rows[in];
  }

  // Told apart by the rates at which all other rows have the keys.
  Interval AucByOthers(const ControlPart& all) const {
    std::array<Scores, 2> scores;
    for (const auto& [key, counts] : keys) {
      double score = 0;
      for (const size_t in : {0, 1}) {
        const double with = all.keys.at(key)[in] - counts[in];
        // A key that all rows have says nothing.
        score += (in ? 1 : -1) *
                 std::log((with + 1) / (all.rows[in] - rows[in] + 1));
      }
      for (const size_t in : {0, 1}) {
        scores[in].insert(scores[in].end(), static_cast<size_t>(counts[in]),
                          score);
      }
    }
    for (Scores& side : scores) std::sort(side.begin(), side.end());
    return Auc(scores[1], scores[0]);
  }
};

void CountVerdicts(std::span<const EvaluationRow> rows,
                   Evaluation* evaluation) {
  for (const EvaluationRow& row : rows) {
    auto& shares = row.in ? evaluation->verdicts_in : evaluation->verdicts_out;
    const auto all =
        static_cast<double>(row.in ? evaluation->in : evaluation->out);
    shares[static_cast<size_t>(row.verdict)] += 1 / all;
  }
}

}  // namespace

std::string_view LengthClassName(uint32_t characters) {
  size_t i = 0;
  while (i + 1 < std::size(kLengths) && characters >= kLengths[i].below) ++i;
  return kLengths[i].name;
}

Interval ClopperPearson(size_t hits, size_t n) {
  return {.value = n ? static_cast<double>(hits) / static_cast<double>(n) : 0,
          .low = LowerShare(hits, n, 1 - kTail),
          .high = UpperShare(hits, n, 1 - kTail)};
}

Evaluation Evaluate(std::span<const EvaluationRow> rows) {
  Evaluation evaluation;
  const Scores in = ScoresOf(rows, true), out = ScoresOf(rows, false);
  evaluation.in = in.size();
  evaluation.out = out.size();
  if (!in.empty() && !out.empty()) {
    evaluation.auc = Auc(in, out);
    evaluation.moved_ece = MovedError(rows);
    for (const double max : kFalsePositivesMax) {
      evaluation.recalls.push_back(Recall(in, out, max));
    }
  }
  Calibrate(rows, &evaluation);
  CountVerdicts(rows, &evaluation);
  return evaluation;
}

Evaluation EvaluateAgainst(std::span<const EvaluationRow> in,
                           std::span<const EvaluationRow> out) {
  std::vector<EvaluationRow> rows;
  for (const EvaluationRow& row : in) {
    if (row.in) rows.push_back(row);
  }
  for (const EvaluationRow& row : out) {
    if (!row.in) rows.push_back(row);
  }
  return Evaluate(rows);
}

std::vector<EvaluationPart> EvaluateParts(std::span<const EvaluationRow> rows,
                                          PartBy by) {
  std::map<std::string, std::vector<EvaluationRow>> parts;
  for (const EvaluationRow& row : rows) {
    parts[PartName(row, by)].push_back(row);
  }
  std::vector<EvaluationPart> evaluations;
  for (const auto& [name, part] : parts) {
    evaluations.push_back(
        EvaluationPart{.name = name,
                       .own = Evaluate(part),
                       .pooled = EvaluateAgainst(part, rows)});
  }
  return evaluations;
}

std::vector<ReliabilityBin> Reliability(std::span<const EvaluationRow> rows) {
  constexpr size_t kTenths = 10;
  std::array<size_t, kTenths> in{}, n{};
  std::array<double, kTenths> said{};
  const double own = OwnShare(rows);
  if (!std::isfinite(own)) return {};
  for (const EvaluationRow& row : rows) {
    const double p = Sigmoid(row.log_odds + own - row.base);
    const size_t bin = std::min(static_cast<size_t>(p * kTenths), kTenths - 1);
    ++n[bin];
    in[bin] += row.in;
    said[bin] += p;
  }
  std::vector<ReliabilityBin> bins;
  for (size_t i = 0; i < kTenths; ++i) {
    if (n[i] == 0) continue;
    bins.push_back({.n = n[i],
                    .said = said[i] / static_cast<double>(n[i]),
                    .found = ClopperPearson(in[i], n[i])});
  }
  return bins;
}

std::vector<EvaluationRow> OfSameLengths(std::span<const EvaluationRow> rows) {
  std::map<std::pair<std::string, long>, std::array<std::vector<size_t>, 2>>
      cells;
  for (size_t i = 0; i < rows.size(); ++i) {
    cells[{rows[i].language, LengthStep(rows[i])}][rows[i].in].push_back(i);
  }
  std::vector<size_t> kept;
  for (const auto& [cell, sides] : cells) {
    const size_t n = std::min(sides[0].size(), sides[1].size());
    for (const std::vector<size_t>& side : sides) {
      for (size_t i = 0; i < n; ++i) kept.push_back(side[i * side.size() / n]);
    }
  }
  std::sort(kept.begin(), kept.end());
  std::vector<EvaluationRow> out;
  for (const size_t i : kept) out.push_back(rows[i]);
  return out;
}

Interval ControlAuc(std::span<const EvaluationRow> rows, Control control) {
  std::map<std::string, std::array<size_t, 2>> classes;
  for (const EvaluationRow& row : rows) ++classes[row.corpus][row.in];
  std::erase_if(classes, [](const auto& corpus) {
    return corpus.second[0] == 0 || corpus.second[1] == 0;
  });
  // Without two corpora to learn from one another, two halves of all rows do.
  const bool halves = classes.size() < 2;
  std::map<std::string, ControlPart> parts;
  ControlPart all;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!halves && !classes.contains(rows[i].corpus)) continue;
    const std::string part = halves ? std::to_string(i % 2) : rows[i].corpus;
    const std::string key = ControlKey(rows[i], control);
    parts[part].Add(key, rows[i].in);
    all.Add(key, rows[i].in);
  }
  Interval mean;
  double variance = 0;
  for (const auto& [name, part] : parts) {
    const Interval auc = part.AucByOthers(all);
    mean.value += auc.value / static_cast<double>(parts.size());
    variance += (auc.high - auc.low) * (auc.high - auc.low) / 4;
  }
  const double half = std::sqrt(variance) /
                      std::max<double>(1, static_cast<double>(parts.size()));
  mean.low = std::max(0.0, mean.value - half);
  mean.high = std::min(1.0, mean.value + half);
  return mean;
}

}  // namespace crible
