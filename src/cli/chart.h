#ifndef CRIBLE_CLI_CHART_H_
#define CRIBLE_CLI_CHART_H_

// Line charts in pages that need nothing else, no script and no network.

#include <string>
#include <string_view>
#include <vector>

namespace crible {

struct ChartPoint {
  double x = 0, y = 0;
};
struct ChartLine {
  std::string name;
  std::vector<ChartPoint> points;
};
struct Chart {
  std::string title, x, y;
  double x_max = 1;
  double y_max = 1;
  std::vector<ChartLine> lines;  // at most 3
  bool diagonal = false;         // from zero to both maxima
};

void AppendChart(const Chart& chart, std::string* out);

// The style sheet of all pages.
inline constexpr std::string_view kPageStyle =
    "body{font:15px sans-serif;margin:2em;color:#222;background:#fff}"
    "figure{display:inline-block;width:30em;max-width:100%;margin:1em}"
    "figcaption{font-weight:bold}text{font-size:12px;fill:#333}"
    ".grid{stroke:#ddd;fill:none}"
    "table{border-collapse:collapse;margin:1em 0}"
    "th,td{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}"
    "th:first-child,td:first-child{text-align:left}"
    "blockquote{margin:.3em 0 1.2em;padding-left:1em;"
    "border-left:3px solid #ccc;white-space:pre-wrap;overflow-wrap:anywhere}";

// For texts that others wrote.
std::string EscapeHtml(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_CLI_CHART_H_
