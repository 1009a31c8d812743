#include "cli/evaluate_page.h"

#include <algorithm>
#include <cmath>

#include "cli/chart.h"
#include "fmt/core.h"

namespace crible {
namespace {

// The part of the innocent shown on the ROC's axis.
constexpr double kFalsePositivesShown = 0.05;
constexpr size_t kPointsMax = 400;

double Probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

// How many of each class lie at or above each score, from the highest down.
struct Step {
  double log_odds = 0;
  double in = 0, out = 0;  // counts
};
std::vector<Step> StepsOf(std::span<const EvaluationRow> rows) {
  std::vector<const EvaluationRow*> sorted;
  for (const EvaluationRow& row : rows) sorted.push_back(&row);
  std::sort(sorted.begin(), sorted.end(),
            [](const EvaluationRow* a, const EvaluationRow* b) {
              return a->log_odds > b->log_odds;
            });
  std::vector<Step> steps;
  Step now;
  for (size_t i = 0; i < sorted.size(); ++i) {
    now.log_odds = sorted[i]->log_odds;
    (sorted[i]->in ? now.in : now.out) += 1;
    // Equal scores are refused together.
    if (i + 1 < sorted.size() && sorted[i + 1]->log_odds == now.log_odds)
      continue;
    steps.push_back(now);
  }
  return steps;
}

std::vector<ChartPoint> Thinned(std::vector<ChartPoint> points) {
  const size_t every = points.size() / kPointsMax + 1;
  std::vector<ChartPoint> kept;
  for (size_t i = 0; i < points.size(); ++i) {
    if (i % every == 0 || i + 1 == points.size()) kept.push_back(points[i]);
  }
  return kept;
}

Chart RocChart(std::span<const Step> steps, UiLanguage language) {
  const Step& all = steps.back();
  std::vector<ChartPoint> points = {{0, 0}};
  for (const Step& step : steps) {
    if (step.out / all.out > kFalsePositivesShown) break;
    points.push_back({step.out / all.out, step.in / all.in});
  }
  return {
      .title = FormatIn(language, "Trouvé, quand peu d'innocents sont touchés",
                        "Found where few innocent comments are hit"),
      .x = FormatIn(language, "part des innocents", "share of the innocent"),
      .y = FormatIn(language, "part trouvée", "share found"),
      .x_max = kFalsePositivesShown,
      .lines = {{"", Thinned(std::move(points))}}};
}

Chart PrecisionChart(std::span<const Step> steps, UiLanguage language) {
  std::vector<ChartPoint> points;
  for (const Step& step : steps) {
    points.push_back(
        {step.in / steps.back().in, step.in / (step.in + step.out)});
  }
  return {.title = FormatIn(language, "Précision selon la part trouvée",
                            "Precision against the share found"),
          .x = FormatIn(language, "part trouvée", "share found"),
          .y = FormatIn(language, "précision", "precision"),
          .lines = {{"", Thinned(std::move(points))}}};
}

Chart ReliabilityChart(std::span<const EvaluationRow> rows,
                       UiLanguage language) {
  ChartLine line;
  for (const ReliabilityBin& bin : Reliability(rows)) {
    line.points.push_back({bin.said, bin.found.value});
  }
  return {.title = FormatIn(language, "Probabilité dite et part trouvée",
                            "Probability said and share found"),
          .x = FormatIn(language, "dit, à la part de ces fichiers",
                        "said, at the share of these files"),
          .y = FormatIn(language, "trouvé", "found"),
          .lines = {std::move(line)},
          .diagonal = true};
}

Chart ThresholdChart(std::span<const Step> steps, const std::string& category,
                     UiLanguage language) {
  ChartLine in{.name = category},
      out{.name = FormatIn(language, "innocents", "innocent")};
  for (const Step& step : steps) {
    const double p = Probability(step.log_odds);
    in.points.push_back({p, step.in / steps.back().in});
    out.points.push_back({p, step.out / steps.back().out});
  }
  in.points = Thinned(std::move(in.points));
  out.points = Thinned(std::move(out.points));
  return {
      .title = FormatIn(language, "Part au-dessus d'un seuil",
                        "Share above a threshold"),
      .x = FormatIn(language, "seuil (probabilité)", "threshold (probability)"),
      .y = FormatIn(language, "part des commentaires", "share of comments"),
      .lines = {std::move(in), std::move(out)}};
}

std::string SameLengthsLine(std::span<const EvaluationRow> rows,
                            UiLanguage language) {
  const auto alike = OfSameLengths(rows);
  const Evaluation same = Evaluate(alike);
  if (same.recalls.size() < 2) return "";
  const auto shown = [](const Interval& it) {
    return fmt::format("{:.3f} [{:.3f}, {:.3f}]", it.value, it.low, it.high);
  };
  return FormatIn(
      language,
      "<p>À longueurs égales ({} de chaque côté) : AUC {}, rappel à "
      "0,5 % {}, à 1 % {} ; longueur seule {}</p>\n",
      "<p>Of the same lengths ({} a side): AUC {}, recall at 0.5 % "
      "{}, at 1 % {}; length alone {}</p>\n",
      same.in, shown(same.auc), shown(same.recalls[0].recall),
      shown(same.recalls[1].recall),
      shown(ControlAuc(alike, Control::kLength)));
}

}  // namespace

std::string EvaluationPage(std::span<const EvaluationCurves> categories,
                           UiLanguage language) {
  std::string out =
      BeginPage(FormatIn(language, "Justesse", "How right"), language);
  for (const EvaluationCurves& it : categories) {
    const Evaluation figures = Evaluate(it.rows);
    out += FormatIn(language,
                    "<h2>{}</h2><p>{} commentaires de la catégorie, {} "
                    "innocents ; AUC {:.3f} [{:.3f}, {:.3f}]</p>\n",
                    "<h2>{}</h2><p>{} comments of the category, {} innocent; "
                    "AUC {:.3f} [{:.3f}, {:.3f}]</p>\n",
                    it.category, figures.in, figures.out, figures.auc.value,
                    figures.auc.low, figures.auc.high);
    if (figures.in == 0 || figures.out == 0) continue;
    out += SameLengthsLine(it.rows, language);
    const std::vector<Step> steps = StepsOf(it.rows);
    AppendChart(RocChart(steps, language), language, &out);
    AppendChart(PrecisionChart(steps, language), language, &out);
    AppendChart(ReliabilityChart(it.rows, language), language, &out);
    AppendChart(ThresholdChart(steps, it.category, language), language, &out);
  }
  return out + "</body></html>\n";
}

}  // namespace crible
