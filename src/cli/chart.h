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

// A page up to its heading, which is `title`, with the style of all pages. The
// end is "</body></html>\n".
std::string BeginPage(std::string_view title, UiLanguage language);

// For texts that others wrote.
std::string EscapeHtml(std::string_view text);

}  // namespace crible

#endif  // CRIBLE_CLI_CHART_H_
