#include "cli/evaluate_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>

#include "fmt/core.h"

namespace crible {
namespace {

// The part of the innocent shown on the ROC's axis.
constexpr double kFalsePositivesShown = 0.05;
constexpr double kWidth = 420, kHeight = 300, kMargin = 46;
constexpr size_t kPointsMax = 400;
// Of the lines of a chart, in their order; told apart without colour by dashes.
constexpr std::array<std::string_view, 2> kStrokes = {
    "stroke=\"#1a4e8a\"", "stroke=\"#b3541e\" stroke-dasharray=\"6 3\""};

struct Point {
  double x = 0, y = 0;
};
struct Line {
  std::string name;
  std::vector<Point> points;
};
struct Chart {
  std::string title, x, y;
  double x_max = 1;
  std::vector<Line> lines;
  bool diagonal = false;  // where said and found are equal
};

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

std::vector<Point> Thinned(std::vector<Point> points) {
  const size_t every = points.size() / kPointsMax + 1;
  std::vector<Point> kept;
  for (size_t i = 0; i < points.size(); ++i) {
    if (i % every == 0 || i + 1 == points.size()) kept.push_back(points[i]);
  }
  return kept;
}

Chart RocChart(std::span<const Step> steps, UiLanguage language) {
  const Step& all = steps.back();
  std::vector<Point> points = {{0, 0}};
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
  std::vector<Point> points;
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
  Line line;
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
  Line in{.name = category},
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

void AppendText(double x, double y, std::string_view anchor,
                std::string_view text, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 "<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>",
                 x, y, anchor, text);
}

void AppendLine(const Chart& chart, size_t number, std::string* out) {
  const Line& line = chart.lines[number];
  std::string points;
  for (const Point& point : line.points) {
    fmt::format_to(std::back_inserter(points), "{:.1f},{:.1f} ",
                   kMargin + kWidth * point.x / chart.x_max,
                   kMargin / 2 + kHeight * (1 - point.y));
  }
  fmt::format_to(std::back_inserter(*out),
                 "<polyline fill=\"none\" stroke-width=\"2\" {} "
                 "points=\"{}\"/>",
                 kStrokes[number], points);
  if (line.name.empty()) return;
  const double y = kMargin / 2 + 16 * static_cast<double>(number + 1);
  fmt::format_to(std::back_inserter(*out),
                 "<path d=\"M{} {}h24\" stroke-width=\"2\" {}/>",
                 kMargin + kWidth - 130, y - 4, kStrokes[number]);
  AppendText(kMargin + kWidth - 100, y, "start", line.name, out);
}

void AppendChart(const Chart& chart, std::string* out) {
  const double bottom = kMargin / 2 + kHeight;
  fmt::format_to(
      std::back_inserter(*out),
      "<figure><figcaption>{}</figcaption><svg viewBox=\"0 0 {} {}\" "
      "role=\"img\" aria-label=\"{}\">",
      chart.title, kWidth + 1.5 * kMargin, kHeight + 1.5 * kMargin,
      chart.title);
  for (int i = 0; i <= 5; ++i) {
    const double part = i / 5.0;
    const double x = kMargin + kWidth * part;
    const double y = bottom - kHeight * part;
    fmt::format_to(std::back_inserter(*out),
                   "<path class=\"grid\" d=\"M{} {}v{}M{} {}h{}\"/>", x,
                   kMargin / 2, kHeight, kMargin, y, kWidth);
    AppendText(x, bottom + 16, "middle",
               fmt::format("{:g}", part * chart.x_max), out);
    AppendText(kMargin - 6, y + 4, "end", fmt::format("{:g}", part), out);
  }
  if (chart.diagonal) {
    fmt::format_to(std::back_inserter(*out),
                   "<path class=\"grid\" d=\"M{} {}L{} {}\"/>", kMargin, bottom,
                   kMargin + kWidth, kMargin / 2);
  }
  for (size_t i = 0; i < chart.lines.size(); ++i) AppendLine(chart, i, out);
  AppendText(kMargin + kWidth / 2, bottom + 36, "middle", chart.x, out);
  AppendText(kMargin + 6, kMargin / 2 - 8, "start", chart.y, out);
  *out += "</svg></figure>\n";
}

constexpr std::string_view kStyle =
    "body{font:15px sans-serif;margin:2em;color:#222;background:#fff}"
    "figure{display:inline-block;width:30em;max-width:100%;margin:1em}"
    "figcaption{font-weight:bold}text{font-size:12px;fill:#333}"
    ".grid{stroke:#ddd;fill:none}";

}  // namespace

std::string EvaluationPage(std::span<const EvaluationCurves> categories,
                           UiLanguage language) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{0}\"><head><meta charset=\"utf-8\">"
      "<title>{1}</title><style>{2}</style></head><body><h1>{1}</h1>\n",
      language == UiLanguage::kFrench ? "fr" : "en",
      FormatIn(language, "Justesse", "How right"), kStyle);
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
    const std::vector<Step> steps = StepsOf(it.rows);
    AppendChart(RocChart(steps, language), &out);
    AppendChart(PrecisionChart(steps, language), &out);
    AppendChart(ReliabilityChart(it.rows, language), &out);
    AppendChart(ThresholdChart(steps, it.category, language), &out);
  }
  return out + "</body></html>\n";
}

}  // namespace crible
