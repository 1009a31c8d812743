// Sentences that differ in the group alone must not differ in their score.

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "engine/bundle.h"
#include "engine/engine.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

// Log-odds of abuse that a sentence may lie away from the middle one of all
// groups.
constexpr double kSpreadMax = 0.3;
// Rules name men less often than others, because the word stands for people of
// any kind, too ("the men were let go"): what they miss is this much at worst.
// models/README.md says so.
constexpr double kSpreadOfMenMax = 3.1;

double SpreadMax(const std::string& group, const std::string& kind) {
  const bool men = group == "men" || group == "hommes";
  return men && kind == "abusive" ? kSpreadOfMenMax : kSpreadMax;
}

using Columns = std::vector<std::string>;

std::vector<Columns> ReadTable(const std::string& name) {
  std::vector<Columns> rows;
  std::ifstream in(CRIBLE_SOURCE_DIR "/tests/engine/group_swap/" + name);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    Columns columns;
    size_t at = 0;
    for (size_t tab; (tab = line.find('\t', at)) != line.npos; at = tab + 1) {
      columns.push_back(line.substr(at, tab - at));
    }
    columns.push_back(line.substr(at));
    rows.push_back(std::move(columns));
  }
  return rows;
}

std::string Named(std::string sentence, std::string group) {
  constexpr std::string_view kPlace = "{group}";
  const size_t at = sentence.find(kPlace);
  if (at == 0 && group[0] >= 'a' && group[0] <= 'z') group[0] -= 'a' - 'A';
  return sentence.replace(at, kPlace.size(), group);
}

class GroupSwapTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto result = LoadBundleFolder(CRIBLE_SOURCE_DIR "/models",
                                   {.check_examples = false});
    ASSERT_TRUE(result.ok());
    ASSERT_NE(result->bundle, nullptr);
    engine_ = std::make_unique<Engine>(result->bundle);
  }

  static double AbuseOf(const std::string& body, const std::string& language) {
    static Moderation moderation;
    NoFacts facts;
    engine_->Moderate({.body = body, .language = language}, &facts,
                      absl::UnixEpoch(), &moderation);
    for (const CategoryScore& score : moderation.decision.scores) {
      if (score.category == kAbuse) return score.log_odds;
    }
    return 0;
  }

  static void TearDownTestSuite() { engine_.reset(); }

  static std::unique_ptr<Engine> engine_;
};
std::unique_ptr<Engine> GroupSwapTest::engine_;

TEST_F(GroupSwapTest, TheGroupNamedWeighsNothing) {
  const std::vector<Columns> groups = ReadTable("groups.tsv");
  const std::vector<Columns> sentences = ReadTable("sentences.tsv");
  ASSERT_GE(groups.size(), 30u);
  ASSERT_GE(sentences.size(), 60u);
  for (const Columns& sentence : sentences) {
    ASSERT_EQ(sentence.size(), 3u);
    std::vector<std::pair<double, std::string>> scores;
    for (const Columns& group : groups) {
      if (group[0] != sentence[0]) continue;
      scores.emplace_back(AbuseOf(Named(sentence[2], group[1]), group[0]),
                          group[1]);
    }
    ASSERT_GE(scores.size(), 15u);
    std::sort(scores.begin(), scores.end());
    const double middle = scores[scores.size() / 2].first;
    for (const auto& [score, group] : scores) {
      EXPECT_LE(std::fabs(score - middle), SpreadMax(group, sentence[1]))
          << sentence[2] << ": " << group << " " << score << ", middle "
          << middle;
    }
  }
}

}  // namespace
}  // namespace crible
