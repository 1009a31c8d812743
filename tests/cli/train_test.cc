// Training and evaluating on small made-up corpora, as a user does.

#include "cli/train.h"

#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "base/json.h"
#include "bayes/model.h"
#include "cli/evaluate.h"
#include "fmt/core.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

using testing::HasSubstr;

class TrainTest : public testing::Test {
 protected:
  TrainTest()
      : folder_(testing::TempDir() + "/train_" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_ + "/rules");
    std::filesystem::create_directories(folder_ + "/training");
    std::filesystem::create_directories(folder_ + "/data");
    Write("rules/test.toml", kTwoRules);
    Write("grounds.toml", kSpamGround);
    Write("training/mix.toml",
          "salt = \"test\"\n"
          "[[corpus]]\nfile = \"a.jsonl\"\ncategory = \"spam\"\nfolds = 2\n"
          "[[corpus]]\nfile = \"b.jsonl\"\ncategory = \"spam\"\nfolds = 2\n");
    Write("training/a.jsonl", Rows("a", false));
    Write("data/b.jsonl", Rows("b", true));
  }
  ~TrainTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, std::string_view bytes) {
    CRIBLE_ASSERT_OK(WriteFile(folder_ + "/" + path, bytes));
  }

  // Spam speaks of casinos, the innocent of gardens; half of each has both
  // words.
  static std::string Rows(std::string_view corpus, bool reversed) {
    std::vector<std::string> rows;
    for (int i = 0; i < 60; ++i) {
      const bool spam = i % 2;
      rows.push_back(
          fmt::format("{{\"id\":\"{0}:{1}\",\"lang\":\"fr\",\"label\":\"{2}\","
                      "\"title\":\"{5}\","
                      "\"body\":\"{3} {4} avec nos voisins du village\"}}\n",
                      corpus, i, spam ? "spam" : "ham",
                      spam ? "gagnez au casino" : "merci pour ce jardin",
                      i % 3 ? "demain matin" : "hier soir", spam ? "x" : ""));
    }
    if (reversed) std::reverse(rows.begin(), rows.end());
    std::string all;
    for (const std::string& row : rows) all += row;
    return all;
  }

  int Train(const std::string& data) {
    return RunTrain({.models = folder_, .data = data}, NewIo());
  }
  Io NewIo() {
    out_.str("");
    err_.str("");
    return {
        .in = in_, .out = out_, .err = err_, .language = UiLanguage::kEnglish};
  }

  const std::string folder_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(TrainTest, MakesTheSameBytesAgainInAnyOrderOfRows) {
  ASSERT_EQ(Train(folder_ + "/data"), kExitOk) << err_.str();
  const std::string first = *ReadFile(folder_ + "/spam.model");
  EXPECT_THAT(ReadModel("spam.model", first), IsOk());
  EXPECT_THAT(first, HasSubstr("casino"));
  Write("training/a.jsonl", Rows("a", true));
  Write("data/b.jsonl", Rows("b", false));
  ASSERT_EQ(Train(folder_ + "/data"), kExitOk);
  EXPECT_EQ(*ReadFile(folder_ + "/spam.model"), first);
}

TEST_F(TrainTest, NamesTheCorpusThatIsMissing) {
  EXPECT_EQ(Train(""), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("b.jsonl"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/spam.model"));
}

TEST_F(TrainTest, EvaluatePrintsFiguresPerFileAndPooled) {
  ASSERT_EQ(Train(folder_ + "/data"), kExitOk);
  const EvaluateOptions options{
      .models = folder_,
      .files = {folder_ + "/training/a.jsonl", folder_ + "/data/b.jsonl"}};
  EXPECT_EQ(RunEvaluate(options, NewIo()), kExitOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("a.jsonl"));
  EXPECT_THAT(out_.str(), HasSubstr("pooled"));
  EXPECT_THAT(out_.str(), HasSubstr("reviews per 1,000 comments"));
}

TEST_F(TrainTest, EvaluateAsJson) {
  ASSERT_EQ(Train(folder_ + "/data"), kExitOk);
  const EvaluateOptions options{
      .models = folder_, .files = {folder_ + "/data/b.jsonl"}, .json = true};
  EXPECT_EQ(RunEvaluate(options, NewIo()), kExitOk);
  JsonReader json;
  CRIBLE_ASSERT_OK(json.Parse(out_.str()));
  EXPECT_EQ(**json.Number("spam.pooled.in"), 30);
  EXPECT_GE(**json.Number("reviews_per_1000"), 0);
}

TEST_F(TrainTest, EvaluateRefusesAFieldThatTellsTheLabel) {
  const EvaluateOptions options{.models = folder_,
                                .files = {folder_ + "/data/b.jsonl"},
                                .fields = {"title"}};
  EXPECT_EQ(RunEvaluate(options, NewIo()), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("\"title\" leaks the label"));
}

TEST_F(TrainTest, EvaluateNamesTheLineWithoutItsText) {
  Write("data/bad.jsonl", "{\"body\":\"secret\",\"label\":\"good\"}\n");
  EXPECT_EQ(
      RunEvaluate({.models = folder_, .files = {folder_ + "/data/bad.jsonl"}},
                  NewIo()),
      kExitFailed);
  EXPECT_THAT(err_.str(),
              HasSubstr("bad.jsonl:1: \"label\" is not ham, spam or abuse"));
  EXPECT_THAT(err_.str(), testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace crible
