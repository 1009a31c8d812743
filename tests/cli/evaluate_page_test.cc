#include "cli/evaluate_page.h"

#include <string>

#include "gtest/gtest.h"

namespace crible {
namespace {

size_t CountOf(const std::string& page, std::string_view part) {
  size_t count = 0;
  for (size_t at = 0; (at = page.find(part, at)) != page.npos; ++at) ++count;
  return count;
}

EvaluationCurves Curves() {
  EvaluationCurves curves{.category = "spam"};
  for (int i = 0; i < 1000; ++i) {
    curves.rows.push_back({.log_odds = (i % 50) / 10.0 - (i % 3 == 0 ? 0 : 3),
                           .in = i % 3 == 0,
                           .language = "fr"});
  }
  return curves;
}

TEST(EvaluationPage, HasFourChartsACategoryAndNeedsNothingElse) {
  const EvaluationCurves curves = Curves();
  for (const UiLanguage language :
       {UiLanguage::kFrench, UiLanguage::kEnglish}) {
    const std::string page = EvaluationPage({&curves, 1}, language);
    EXPECT_EQ(CountOf(page, "<svg"), 4u);
    EXPECT_EQ(CountOf(page, "<svg"), CountOf(page, "</svg>"));
    // ROC, precision, reliability and the two lines of the thresholds.
    EXPECT_EQ(CountOf(page, "<polyline"), 5u);
    for (const char* outside : {"http", "<script", "src=", "@import", "url("}) {
      EXPECT_EQ(CountOf(page, outside), 0u) << outside;
    }
    EXPECT_EQ(CountOf(page, "nan"), 0u);
    EXPECT_EQ(CountOf(page, language == UiLanguage::kFrench
                                ? "À longueurs égales (334 de chaque côté)"
                                : "Of the same lengths (334 a side)"),
              1u);
  }
}

TEST(EvaluationPage, LinesEndWhereAllIsFound) {
  const EvaluationCurves curves = Curves();
  const std::string page = EvaluationPage({&curves, 1}, UiLanguage::kEnglish);
  // Below the lowest threshold all comments lie above it: y is the top, 23.
  EXPECT_NE(page.find(",23.0 \"/>"), std::string::npos);
}

TEST(EvaluationPage, WithoutBothClassesThereIsNoChart) {
  EvaluationCurves curves{.category = "abuse"};
  curves.rows.push_back({.in = true});
  const std::string page = EvaluationPage({&curves, 1}, UiLanguage::kEnglish);
  EXPECT_EQ(CountOf(page, "<svg"), 0u);
  EXPECT_NE(page.find("abuse"), std::string::npos);
}

}  // namespace
}  // namespace crible
