#include "cli/evaluate_by.h"

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "cli/rules_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;

// 200 rows of each class; those of "b" are refused wrongly more often.
std::vector<EvaluationRow> Rows() {
  std::vector<EvaluationRow> rows;
  for (int i = 0; i < 400; ++i) {
    const bool in = i % 2 == 0;
    const bool wrong = i % 40 == 1;
    rows.push_back({.log_odds = in || wrong ? 2.0 + i / 1000.0 : -2.0,
                    .in = in,
                    .verdict = wrong ? Verdict::kHold : Verdict::kAccept});
  }
  return rows;
}

TEST(FiguresByValue, AreThoseOfTheValuesRows) {
  const std::vector<EvaluationRow> rows = Rows();
  const auto figures = FiguresByValue(rows, [](size_t i) -> std::string {
    return i % 40 == 1 || i % 40 == 2 ? "b" : "a";
  });
  ASSERT_EQ(figures.size(), 2u);
  const ValueFigures& a = figures[0];
  const ValueFigures& b = figures[1];
  EXPECT_EQ(a.value, "a");
  EXPECT_EQ(a.in, 190u);
  EXPECT_EQ(a.out, 190u);
  EXPECT_EQ(b.in, 10u);
  EXPECT_EQ(b.out, 10u);
  EXPECT_EQ(a.stopped_out.value, 0);
  EXPECT_EQ(b.stopped_out.value, 1);
  EXPECT_GT(b.stopped_out.low, a.stopped_out.high);
  EXPECT_EQ(a.stopped_in.value, 0);
  // The threshold is that of all, so that none of a's innocents is above it.
  EXPECT_EQ(a.false_positives.value, 0);
  EXPECT_GT(b.false_positives.value, 0);
  EXPECT_EQ(a.found.value, 0.5);
  EXPECT_GT(a.auc.value, 0.9);
  EXPECT_GT(b.said, a.said);
}

TEST(FiguresByValue, RareValuesAreOne) {
  const std::vector<EvaluationRow> rows = Rows();
  const auto figures = FiguresByValue(
      rows, [](size_t i) { return i < 100 ? "often" : std::to_string(i); });
  ASSERT_EQ(figures.size(), kByValuesMax);
  size_t all = 0;
  for (const ValueFigures& it : figures) {
    all += it.in + it.out;
    if (it.value == "(others)") {
      EXPECT_GT(it.in + it.out, 200u);
    }
    if (it.value == "often") {
      EXPECT_EQ(it.in + it.out, 100u);
    }
  }
  EXPECT_EQ(all, rows.size());
}

TEST(FiguresByValue, NeedBothClasses) {
  const std::vector<EvaluationRow> rows = {{.in = true}};
  EXPECT_TRUE(FiguresByValue(rows, [](size_t) { return "x"; }).empty());
}

class EvaluateByTest : public RulesFolder {
 protected:
  EvaluateByTest() {
    Write(
        "rows.jsonl",
        R"({"body":"Une offre de prêt rapide","label":"spam","source":"f<1>","n":3}
{"body":"Bonjour","label":"ham","source":"f<1>","n":3}
{"body":"Merci à tous","label":"ham"}
)");
    options_ = {.models = models_,
                .files = {models_ + "/rows.jsonl"},
                .by = {"source", "n", "length", "file", "language"}};
  }
  EvaluateOptions options_;
};

TEST_F(EvaluateByTest, IsPrintedForPeopleAndPrograms) {
  options_.html = models_ + "/page.html";
  EXPECT_EQ(RunEvaluate(options_, NewIo(UiLanguage::kFrench)), kExitOk);
  for (const char* part : {"spam par source", "f<1>", "(none)", "spam par n",
                           "under 80", "rows.jsonl", "und"}) {
    EXPECT_THAT(Printed(), HasSubstr(part));
  }
  EXPECT_THAT(Printed(), Not(HasSubstr("prêt")));
  std::stringstream page;
  page << std::ifstream(options_.html).rdbuf();
  EXPECT_THAT(page.str(), HasSubstr("<td>f&lt;1&gt;</td>"));

  options_.json = true;
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitOk);
  JsonReader json;
  CRIBLE_ASSERT_OK(json.Parse(Printed()));
  EXPECT_THAT(Printed(), HasSubstr("\"field\":\"n\",\"value\":\"3\""));
}

TEST_F(EvaluateByTest, TellsProgramsWhatIsTrueAtEqualLengths) {
  options_ = {.models = models_, .files = options_.files, .json = true};
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitOk);
  EXPECT_THAT(Printed(), Not(HasSubstr("same_lengths")));  // none is as long

  Write("rows.jsonl",
        R"({"body":"Une offre de prêt","label":"spam"}
{"body":"Merci à vous tous","label":"ham"}
)");
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitOk);
  JsonReader json;
  CRIBLE_ASSERT_OK(json.Parse(Printed()));
  EXPECT_THAT(Printed(), HasSubstr("\"same_lengths\":{"));
  EXPECT_THAT(Printed(), HasSubstr("\"same_lengths_length_alone\":["));
}

TEST_F(EvaluateByTest, RefusesAFieldThatIsNoText) {
  Write("rows.jsonl", R"({"body":"Bonjour","label":"ham","source":[1]})");
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitFailed);
  EXPECT_THAT(Printed(), Not(HasSubstr("Bonjour")));
}

TEST_F(EvaluateByTest, RefusesTwoMeasuresAtOnce) {
  options_.evasion = true;
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitFailed);
  EXPECT_THAT(Printed(), Not(HasSubstr("source")));
}

}  // namespace
}  // namespace crible
