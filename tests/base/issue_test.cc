#include "base/issue.h"

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Issue, FormatsAsCompilersDo) {
  Issue issue{"rules/a.toml", {3, 7}, Severity::kError, "x", {"faux", "wrong"}};
  EXPECT_EQ(FormatIssue(issue, UiLanguage::kFrench), "rules/a.toml:3:7: faux");
  issue.severity = Severity::kWarning;
  EXPECT_EQ(FormatIssue(issue, UiLanguage::kEnglish),
            "rules/a.toml:3:7: warning (x): wrong");
}

TEST(Issue, OnlyErrorsKeepABundleOut) {
  EXPECT_FALSE(HasErrors({}));
  EXPECT_FALSE(HasErrors({{.severity = Severity::kWarning}}));
  EXPECT_TRUE(HasErrors({{.severity = Severity::kWarning}, {}}));
}

TEST(Issue, SortsByFileThenPlace) {
  std::vector<Issue> issues = {{.file = "b", .at = {1, 1}},
                               {.file = "a", .at = {2, 1}},
                               {.file = "a", .at = {1, 9}}};
  SortIssues(&issues);
  EXPECT_EQ(issues[0].at, (Position{1, 9}));
  EXPECT_EQ(issues[1].at, (Position{2, 1}));
  EXPECT_EQ(issues[2].file, "b");
}

}  // namespace
}  // namespace crible
