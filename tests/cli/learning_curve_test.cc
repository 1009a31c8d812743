#include "cli/learning_curve.h"

#include <cstdlib>
#include <filesystem>

#include "cli/data_fixture.h"

namespace crible {
namespace {

using testing::HasSubstr;

class LearningCurveTest : public DataTest {
 protected:
  // Half of them about watches, which only this site refuses.
  std::string Watches() {
    std::string rows;
    for (int i = 0; i < 400; ++i) {
      rows += fmt::format(
          R"({{"id": "{0}", "body": "une {1} numero {0} du credit article",)"
          R"( "label": "{2}", "lang": "fr"}})"
          "\n",
          i, i % 2 == 0 ? "montre" : "pomme", i % 2 == 0 ? "spam" : "ham");
    }
    Write("watches.jsonl", rows);
    return folder_ / "watches.jsonl";
  }
};

TEST_F(LearningCurveTest, LessonsTellApartWhatTheModelCannot) {
  const auto bundle = LoadBundleOrSay(NewIo(), Models());
  ASSERT_NE(bundle, nullptr);
  const auto points = MeasureLearning(Watches(), bundle);
  CRIBLE_ASSERT_OK(points);
  ASSERT_EQ(points->size(), 3u);  // there are no 1,000
  EXPECT_EQ(points->at(0).lessons, 0u);
  EXPECT_NEAR(points->at(0).auc.value, 0.5, 0.15);
  EXPECT_GT(points->at(2).auc.value, 0.95);
  EXPECT_GT(points->at(2).refused, 60u);
}

TEST_F(LearningCurveTest, TheCommandPrintsOneLineAPoint) {
  EvaluateOptions options{.models = Models(), .files = {Watches()}};
  options.learning = true;
  EXPECT_EQ(RunEvaluate(options, NewIo()), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("watches.jsonl"));
  options.json = true;
  EXPECT_EQ(RunEvaluate(options, NewIo()), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("\"lessons\":200"));
}

// Real comments that no shipped model was trained on; not part of the project.
TEST_F(LearningCurveTest, OnCommentsOfOtherSites) {
  const char* folder = std::getenv("CRIBLE_CORPORA");
  if (folder == nullptr)
    GTEST_SKIP() << "CRIBLE_CORPORA names no folder of labelled comments";
  const std::string file =
      std::string(folder) + "/ucc_news_comments.train.jsonl";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
  const auto bundle =
      LoadBundleOrSay(NewIo(), std::string(CRIBLE_SOURCE_DIR) + "/models");
  const auto points = MeasureLearning(file, bundle);
  CRIBLE_ASSERT_OK(points);
  ASSERT_EQ(points->size(), 4u);
  EXPECT_GT(points->at(3).auc.value, points->at(0).auc.value - 0.02);
}

}  // namespace
}  // namespace crible
