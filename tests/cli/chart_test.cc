#include "cli/chart.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::HasSubstr;

TEST(ChartTest, DrawsLinesToTheScaleOfTheirAxes) {
  std::string out;
  AppendChart({.title = "T",
               .x = "across",
               .y = "up",
               .x_max = 10,
               .y_max = 200,
               .lines = {{"one", {{0, 0}, {10, 200}}}, {"two", {{5, 100}}}}},
              UiLanguage::kEnglish, &out);
  EXPECT_THAT(out, HasSubstr("points=\"46.0,323.0 466.0,23.0 \""));
  EXPECT_THAT(out, HasSubstr("points=\"256.0,173.0 \""));
  EXPECT_THAT(out, HasSubstr(">200</text>"));
  EXPECT_THAT(out, HasSubstr(">10</text>"));
  EXPECT_THAT(out, HasSubstr(">two</text>"));
}

TEST(ChartTest, WritesNumbersAsTheLanguageDoes) {
  const Chart chart{.title = "T", .x = "", .y = "", .lines = {}};
  std::string fr, en;
  AppendChart(chart, UiLanguage::kFrench, &fr);
  AppendChart(chart, UiLanguage::kEnglish, &en);
  EXPECT_THAT(fr, HasSubstr(">0,2</text>"));
  EXPECT_THAT(en, HasSubstr(">0.2</text>"));
  EXPECT_EQ(DecimalIn(UiLanguage::kFrench, "12"), "12");
}

TEST(ChartTest, APageBeginsInItsLanguage) {
  const std::string page = BeginPage("Justesse", UiLanguage::kFrench);
  EXPECT_THAT(page, testing::StartsWith("<!doctype html>\n<html lang=\"fr\">"));
  EXPECT_THAT(page, testing::EndsWith("<body><h1>Justesse</h1>\n"));
  EXPECT_THAT(page, HasSubstr("<title>Justesse</title><style>body{"));
  EXPECT_THAT(BeginPage("T", UiLanguage::kEnglish), HasSubstr("lang=\"en\""));
}

TEST(ChartTest, EscapesWhatOthersWrote) {
  EXPECT_EQ(EscapeHtml("a<b> & \"c\" é"), "a&lt;b&gt; &amp; &quot;c&quot; é");
}

}  // namespace
}  // namespace crible
