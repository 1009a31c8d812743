#ifndef CRIBLE_CLI_CHART_H_
#define CRIBLE_CLI_CHART_H_

// Line charts in pages that need nothing else, no script and no network.

#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"

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

// Numbers on the axes are written as the language does.
void AppendChart(const Chart& chart, UiLanguage language, std::string* out);

// "0.5" in English, "0,5" in French.
std::string DecimalIn(UiLanguage language, std::string number);

// The style sheet of all pages.
inline constexpr std::string_view kPageStyle =
    "body{font:15px sans-serif;margin:2em;color:#222;background:#fff}"
    "figure{display:inline-block;width:28em;max-width:100%;margin:1em 1em 1em "
    "0;vertical-align:top}"
    "figcaption{font-weight:bold}text{font-size:12px;fill:#333}"
    ".grid{stroke:#ddd;fill:none}"
    "table{border-collapse:collapse;margin:1em 0}"
    "th,td{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}"
    "th:first-child,td:first-child,.words{text-align:left}"
    "td+td{white-space:nowrap}.wide{overflow-x:auto}"
    "p,li{max-width:50em;overflow-wrap:anywhere}"
    "blockquote{margin:.3em 0 1.2em;padding-left:1em;max-width:50em;"
    "border-left:3px solid #ccc;white-space:pre-wrap;overflow-wrap:anywhere}";

// For texts that others wrote.
std::string EscapeHtml(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_CLI_CHART_H_
