#include "cli/tune.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/rules_folder.h"
#include "fmt/core.h"

namespace crible {
namespace {

using testing::HasSubstr;

class TuneTest : public RulesFolder {
 protected:
  // `ham` innocent rows and `spam` rows, half of them with a short link.
  void WriteRows(int ham, int spam) {
    std::string rows;
    for (int i = 0; i < ham; ++i) {
      rows += fmt::format(
          "{{\"label\":\"ham\",\"body\":\"Merci pour l'article {}\"}}\n", i);
    }
    for (int i = 0; i < spam; ++i) {
      rows += fmt::format("{{\"label\":\"spam\",\"body\":\"Cadeau {} {}\"}}\n",
                          i, i % 2 ? "https://bit.ly/x" : "");
    }
    Write("rows.jsonl", rows);
  }

  int Run(TuneCommandOptions options,
          UiLanguage language = UiLanguage::kEnglish) {
    options.models = models_;
    options.files = {models_ + "/rows.jsonl"};
    return RunTune(options, NewIo(language));
  }
};

TEST_F(TuneTest, PrintsALineForThePolicy) {
  WriteRows(400, 0);
  EXPECT_EQ(Run({.wrong_rejects_max = 0.01}), kExitOk) << Printed();
  EXPECT_THAT(Printed(), HasSubstr("spam.reject = "));
  EXPECT_THAT(Printed(), HasSubstr("0 of 400 innocent rejected, at most "
                                   "0.746 % of all (budget 1 %)"));
  EXPECT_THAT(Printed(), HasSubstr("reviews per 1,000 comments"));
}

TEST_F(TuneTest, SaysHowManyRowsAPromiseTakes) {
  WriteRows(40, 0);
  EXPECT_EQ(Run({.wrong_rejects_max = 0.001}), kExitFindings);
  EXPECT_THAT(Printed(), HasSubstr("wrong_rejects_max: 40 innocent comments "
                                   "cannot support the promise; it takes at "
                                   "least 2995 without an error"));
  EXPECT_EQ(Run({.wrong_rejects_max = 0.001}, UiLanguage::kFrench),
            kExitFindings);
  EXPECT_THAT(Printed(), HasSubstr("il en faut au moins 2995"));
}

TEST_F(TuneTest, TheFoundThresholdKeepsItsPromiseWhenItIsSet) {
  WriteRows(100, 200);
  EXPECT_EQ(Run({.missed_max = 0.60}), kExitOk) << Printed();
  // Without the link nothing tells them from others: the half that has it.
  EXPECT_THAT(Printed(), HasSubstr("100 of 200 wrongly accepted"));
}

TEST_F(TuneTest, TheBudgetMayStandInThePolicy) {
  WriteRows(400, 0);
  Write("policy.toml", "[group]\nbudget.wrong_rejects_max = 0.02\n");
  EXPECT_EQ(Run({}), kExitOk) << Printed();
  EXPECT_THAT(Printed(), HasSubstr("(budget 2 %)"));
}

TEST_F(TuneTest, ABudgetOfReviewsKnowsTheDay) {
  WriteRows(400, 400);
  const TuneCommandOptions options = {.reviews_per_day_max = 50,
                                      .comments_per_day = 1000,
                                      .mix = {0.98, 0, 0.02}};
  EXPECT_EQ(Run(options), kExitOk) << Printed();
  EXPECT_THAT(Printed(), HasSubstr("reviews a day (budget 50)"));
}

TEST_F(TuneTest, SaysWhatIsWrongWithTheBudget) {
  WriteRows(10, 10);
  const struct {
    TuneCommandOptions options;
    const char* message;
  } kCases[] = {
      {{}, "no budget: give --wrong-rejects-max"},
      {{.category = "abuse", .wrong_rejects_max = 0.1},
       "only spam is rejected"},
      {{.reviews_per_day_max = 10}, "needs --comments-per-day"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(Run(test.options), kExitFailed);
    EXPECT_THAT(Printed(), HasSubstr(test.message));
  }
}

TEST_F(TuneTest, NamesTheLineWithoutItsText) {
  Write("rows.jsonl", "{\"label\":\"what\",\"body\":\"secret\"}\n");
  EXPECT_EQ(Run({.missed_max = 0.5}), kExitFailed);
  EXPECT_THAT(Printed(), HasSubstr("rows.jsonl:1: \"label\" is not ham"));
  EXPECT_THAT(Printed(), testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace crible
