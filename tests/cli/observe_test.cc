#include "cli/observe.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::HasSubstr;

std::string Report(const v1::ObservedComparison& comparison,
                   UiLanguage language = UiLanguage::kEnglish) {
  std::istringstream in;
  std::ostringstream out, err;
  const ObserveOptions options{.site = "demo"};
  const QueueCall call = [&](const std::string& method, const std::string&) {
    EXPECT_EQ(method, "CompareObserved");
    return comparison.SerializeAsString();
  };
  EXPECT_EQ(RunObserveReport(
                options, call,
                {.in = in, .out = out, .err = err, .language = language}),
            kExitOk);
  return out.str();
}

void Add(v1::Verdict verdict, v1::ObservedFate fate, int count,
         v1::ObservedComparison* comparison) {
  v1::ObservedCell& cell = *comparison->add_cells();
  cell.set_verdict(verdict);
  cell.set_fate(fate);
  cell.set_comment_count(count);
  cell.set_reported_count(1);
}

TEST(ObserveReport, SaysHowOftenTheTwoAgree) {
  v1::ObservedComparison all;
  Add(v1::VERDICT_ACCEPT, v1::OBSERVED_FATE_PUBLISHED, 9000, &all);
  Add(v1::VERDICT_ACCEPT, v1::OBSERVED_FATE_REMOVED, 50, &all);
  all.mutable_cells(1)->add_comments("sites/demo/comments/c7");
  Add(v1::VERDICT_HOLD, v1::OBSERVED_FATE_PUBLISHED, 100, &all);
  Add(v1::VERDICT_HOLD, v1::OBSERVED_FATE_REMOVED, 200, &all);
  Add(v1::VERDICT_REJECT, v1::OBSERVED_FATE_REMOVED, 100, &all);
  const std::string said = Report(all);
  EXPECT_THAT(said, HasSubstr("site demo, 30 days: 9450 comments observed\n"));
  EXPECT_THAT(said, HasSubstr("removed by the site too: 300 of 400 (75 %)\n"));
  EXPECT_THAT(said, HasSubstr("published them: 50 of 350 (14 %)\n"));
  EXPECT_THAT(said, HasSubstr("without a person: 0 of 100 (0 %)\n"));
  EXPECT_THAT(said,
              HasSubstr("sites/demo/comments/c7  removed, Crible: published"));
  EXPECT_THAT(Report(all, UiLanguage::kFrench),
              HasSubstr("retirés par le site que Crible aurait publiés : 50 "
                        "sur 350 (14 %)"));
}

TEST(ObserveReport, SaysWhenThereIsNothingToCompare) {
  EXPECT_EQ(Report({}), "site demo, 30 days: 0 comments observed\n");
  v1::ObservedComparison all;
  Add(v1::VERDICT_HOLD, v1::OBSERVED_FATE_UNSPECIFIED, 3, &all);
  EXPECT_THAT(Report(all), HasSubstr("nothing to compare"));
}

}  // namespace
}  // namespace crible
