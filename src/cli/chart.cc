#include "cli/chart.h"

#include <array>
#include <iterator>

#include "fmt/format.h"

namespace crible {
namespace {

constexpr std::string_view kPageStyle =
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

constexpr double kWidth = 420, kHeight = 300, kMargin = 46;
// Of the lines of a chart, in their order; told apart without colour by dashes.
constexpr std::array<std::string_view, 3> kStrokes = {
    "stroke=\"#1a4e8a\"", "stroke=\"#b3541e\" stroke-dasharray=\"6 3\"",
    "stroke=\"#3c6e3c\" stroke-dasharray=\"2 3\""};

void AppendText(double x, double y, std::string_view anchor,
                std::string_view text, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 "<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>",
                 x, y, anchor, text);
}

void AppendLine(const Chart& chart, size_t number, std::string* out) {
  const ChartLine& line = chart.lines[number];
  std::string points;
  for (const ChartPoint& point : line.points) {
    fmt::format_to(std::back_inserter(points), "{:.1f},{:.1f} ",
                   kMargin + kWidth * point.x / chart.x_max,
                   kMargin / 2 + kHeight * (1 - point.y / chart.y_max));
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

}  // namespace

void AppendChart(const Chart& chart, UiLanguage language, std::string* out) {
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
               DecimalIn(language, fmt::format("{:g}", part * chart.x_max)),
               out);
    AppendText(kMargin - 6, y + 4, "end",
               DecimalIn(language, fmt::format("{:g}", part * chart.y_max)),
               out);
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

std::string DecimalIn(UiLanguage language, std::string number) {
  const size_t point = number.find('.');
  if (language == UiLanguage::kFrench && point != number.npos)
    number[point] = ',';
  return number;
}

std::string BeginPage(std::string_view title, UiLanguage language) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{0}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\">"
      "<title>{1}</title><style>{2}</style></head><body><h1>{1}</h1>\n",
      language == UiLanguage::kFrench ? "fr" : "en", title, kPageStyle);
}

std::string EscapeHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace crible
