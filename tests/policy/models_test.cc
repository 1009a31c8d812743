// The shipped policy and grounds, and the pages that describe them.

#include <string>

#include "base/files.h"
#include "gtest/gtest.h"
#include "policy/ground.h"
#include "policy/merge.h"
#include "policy/policy.h"

namespace crible {
namespace {

std::string ReadSource(const std::string& path) {
  const auto bytes = ReadFile(std::string(CRIBLE_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(bytes.ok()) << path;
  return bytes.value_or("");
}

TEST(Models, ThePolicyShippedIsTheDefaultAndNamesEverySetting) {
  std::vector<Issue> issues;
  const auto shipped =
      Policy::Read("policy.toml", ReadSource("models/policy.toml"),
                   CategoryTable(), &issues);
  const auto empty = Policy::Read("empty", "", CategoryTable(), &issues);
  ASSERT_TRUE(issues.empty()) << FormatIssue(issues[0], UiLanguage::kEnglish);
  const auto lines = shipped->Show({}), defaults = empty->Show({});
  ASSERT_EQ(lines.size(), defaults.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    SCOPED_TRACE(lines[i].key);
    EXPECT_EQ(lines[i].value, defaults[i].value);
    EXPECT_NE(lines[i].source, "default") << "not in the manual";
  }
}

TEST(Models, TheExamplesOfThePolicyLoad) {
  std::string text = ReadSource("models/policy.toml");
  const size_t begin = text.find("# [[site]]");
  ASSERT_NE(begin, std::string::npos);
  std::string examples;
  for (size_t i = begin; i < text.size();) {
    const size_t end = text.find('\n', i);
    std::string line = text.substr(i, end - i);
    line.erase(0, line.starts_with("# ") ? 2 : 1);
    examples += line + "\n";
    i = end + 1;
  }
  std::vector<Issue> issues;
  const auto policy = Policy::Read("p", examples, CategoryTable(), &issues);
  ASSERT_TRUE(issues.empty()) << FormatIssue(issues[0], UiLanguage::kEnglish);
  Settings storage;
  EXPECT_EQ(policy->For({.section = "justice"}, &storage).publication,
            Publication::kBefore);
}

TEST(Models, TheGroundsShippedAreWhole) {
  const GroundFile file =
      ReadGrounds("grounds.toml", ReadSource("models/grounds.toml"));
  ASSERT_TRUE(file.issues.empty())
      << FormatIssue(file.issues[0], UiLanguage::kEnglish);
  for (const char* id :
       {"spam", "advertising", "insult", "hate", "threat", "sexual",
        "personal_data", "accusation", "justice", "distress", "terror_apology",
        "off_topic", "unreadable", "misinformation", "meta"}) {
    SCOPED_TRACE(id);
    ASSERT_TRUE(file.grounds.contains(id));
    const Ground& ground = file.grounds.at(id);
    EXPECT_NE(ground.label.fr, ground.label.en);
    EXPECT_NE(ground.author_text.fr, ground.author_text.en);
    EXPECT_FALSE(ground.legal);
    EXPECT_GE(ground.retention, absl::Hours(24 * 30));
  }
  EXPECT_EQ(file.grounds.size(), 17u);
  EXPECT_EQ(file.grounds.at("distress").lane, Lane::kUrgent);
  EXPECT_EQ(file.grounds.at("threat").lane, Lane::kUrgent);
}

TEST(Models, ThePageHasTheTable) {
  const std::string page = ReadSource("src/policy/README.md");
  size_t last = 0;
  for (const MergeRow& row : MergeTable()) {
    SCOPED_TRACE(row.name);
    const size_t at = page.find("| " + std::string(row.reads) + " |");
    ASSERT_NE(at, std::string::npos);
    EXPECT_GT(at, last) << "in the order of the table";
    last = at;
  }
}

}  // namespace
}  // namespace crible
