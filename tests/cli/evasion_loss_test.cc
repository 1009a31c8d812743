#include "cli/evasion_loss.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "cli/rules_folder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"

namespace crible {
namespace {

using testing::HasSubstr;

// A rule that a look-alike does not hide from and a cut word does.
class EvasionLossTest : public RulesFolder {
 protected:
  EvasionLossTest() {
    Write("rules/word.toml",
          "[[rule]]\nid = \"r\"\ncategory = \"spam\"\nground = "
          "\"spam\"\nthen = \"hold\"\nregex = '\\bcornichon\\b'\n"
          "reason.en = \"See “{match}”\"\nmust_match = [\"Un "
          "cornichon\"]\nmust_pass = [\"Rien\"]\n");
    Write("rows.jsonl",
          R"({"body":"Un cornichon","label":"spam","lang":"fr"}
{"body":"Le cornichon est là","label":"spam","lang":"fr"}
{"body":"Rien ici","label":"spam","lang":"fr"}
{"body":"Bonjour à tous","label":"ham","lang":"fr"}
)");
    options_ = {.models = models_, .files = {models_ + "/rows.jsonl"}};
  }

  std::vector<EvasionLoss> Measure() {
    const auto bundle = LoadBundleFolder(models_, {});
    EXPECT_TRUE(bundle.ok());
    auto losses = MeasureEvasionLoss(options_, Engine(bundle->bundle));
    EXPECT_TRUE(losses.ok());
    return *std::move(losses);
  }

  EvaluateOptions options_;
};

const EvasionLoss* Of(const std::vector<EvasionLoss>& losses,
                      Disguise disguise) {
  for (const EvasionLoss& loss : losses) {
    if (loss.disguise == disguise) return &loss;
  }
  return nullptr;
}

TEST_F(EvasionLossTest, CountsWhatIsNoLongerStopped) {
  const std::vector<EvasionLoss> losses = Measure();
  const EvasionLoss* seen = Of(losses, Disguise::kLookAlikes);
  ASSERT_NE(seen, nullptr);
  EXPECT_EQ(seen->category, "spam");
  EXPECT_EQ(seen->language, "fr");
  EXPECT_EQ(seen->rows, 3u);
  EXPECT_EQ(seen->innocents, 1u);
  EXPECT_EQ(seen->stopped.plain, 2u);
  EXPECT_EQ(seen->stopped.disguised, 2u);
  EXPECT_EQ(seen->innocents_stopped.disguised, 0u);
  // What only a pattern names is no known word, and is not put together.
  const EvasionLoss* hidden = Of(losses, Disguise::kLeetSpacing);
  ASSERT_NE(hidden, nullptr);
  EXPECT_EQ(hidden->stopped.plain, 2u);
  EXPECT_EQ(hidden->stopped.lost,
            hidden->stopped.plain - hidden->stopped.disguised);
  EXPECT_GT(hidden->stopped.lost, 0u);
  // No comment has a link.
  EXPECT_EQ(Of(losses, Disguise::kDomains), nullptr);
}

TEST(PointsLost, AreOfTheRows) {
  EXPECT_EQ(PointsLost({.plain = 3, .disguised = 1, .lost = 2}, 4), 50);
  EXPECT_EQ(PointsLost({.plain = 1, .disguised = 3, .lost = 0}, 4), -50);
  EXPECT_EQ(PointsLost({}, 0), 0);
}

TEST_F(EvasionLossTest, IsPrintedForPeopleAndPrograms) {
  options_.evasion = true;
  options_.html = models_ + "/page.html";
  EXPECT_EQ(RunEvaluate(options_, NewIo(UiLanguage::kFrench)), kExitOk);
  EXPECT_THAT(Printed(), HasSubstr("spam, fr"));
  EXPECT_THAT(Printed(), HasSubstr("mots coupés en deux"));
  std::stringstream page;
  page << std::ifstream(options_.html).rdbuf();
  EXPECT_THAT(page.str(), HasSubstr("<td>mots coupés en deux</td>"));
  EXPECT_THAT(page.str(), testing::Not(HasSubstr("cornichon")));

  options_.json = true;
  EXPECT_EQ(RunEvaluate(options_, NewIo()), kExitOk);
  JsonReader json;
  CRIBLE_ASSERT_OK(json.Parse(Printed()));
  EXPECT_THAT(Printed(), HasSubstr("\"disguise\":\"look_alikes\",\"n\":3"));
}

}  // namespace
}  // namespace crible
