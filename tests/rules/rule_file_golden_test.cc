// What a rule author reads for each mistake, in both languages:
// tests/golden/rules/NAME.toml → NAME.fr.txt, NAME.en.txt.
// CRIBLE_UPDATE_GOLDEN=1 rewrites them (tests/support/golden.h).

#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"
#include "rules/rule_file.h"
#include "rules/sample_context.h"
#include "support/golden.h"

namespace crible {
namespace {

const std::string& Folder() {
  static const std::string* const kFolder =
      new std::string(std::string(CRIBLE_SOURCE_DIR) + "/tests/golden/rules/");
  return *kFolder;
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  const auto files = ListFiles(Folder());
  if (!files.ok()) return names;
  for (const std::string& file : *files) {
    if (file.ends_with(".toml"))
      names.push_back(file.substr(0, file.size() - 5));
  }
  return names;
}

std::vector<Issue> IssuesOf(const std::string& name) {
  const SampleContext context;
  const auto bytes = ReadFile(Folder() + name + ".toml");
  EXPECT_TRUE(bytes.ok());
  return ReadRuleFile("rules/" + name + ".toml", bytes.value_or(""),
                      context.get())
      .issues;
}

class RuleFileGolden : public testing::TestWithParam<std::string> {};

TEST_P(RuleFileGolden, SaysWhatIsWrong) {
  const std::vector<Issue> issues = IssuesOf(GetParam());
  EXPECT_FALSE(issues.empty());
  for (const auto& [language, suffix] :
       {std::pair{UiLanguage::kFrench, ".fr.txt"},
        {UiLanguage::kEnglish, ".en.txt"}}) {
    std::string lines;
    for (const Issue& issue : issues) {
      EXPECT_FALSE(issue.message.In(language).empty()) << issue.kind;
      lines += FormatIssue(issue, language) + "\n";
    }
    ExpectGolden(Folder() + GetParam() + suffix, lines);
  }
}

INSTANTIATE_TEST_SUITE_P(All, RuleFileGolden, testing::ValuesIn(Names()),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

TEST(RuleFileGolden, ShowsAtLeastSeventyKindsOfMistakes) {
  std::set<std::string> kinds;
  for (const std::string& name : Names()) {
    for (const Issue& issue : IssuesOf(name)) kinds.insert(issue.kind);
  }
  EXPECT_GE(kinds.size(), 70u);
}

}  // namespace
}  // namespace crible
