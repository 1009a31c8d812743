#include "policy/keep.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/policy.h"

namespace crible {
namespace {

std::shared_ptr<const Policy> Read(std::string_view bytes,
                                   std::vector<Issue>* issues) {
  return Policy::Read("policy.toml", bytes, CategoryTable(), issues);
}

TEST(KeepTest, AnEmptyFileKeepsByDefault) {
  std::vector<Issue> issues;
  const auto policy = Read("", &issues);
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->keep().accepted, absl::Hours(24 * 90));
  EXPECT_EQ(policy->keep().identification, absl::Hours(24 * 365));
}

TEST(KeepTest, EachIsASettingThatIsShown) {
  std::vector<Issue> issues;
  const auto policy = Read(
      "[keep]\naccepted = \"30 j\"\nreviewed = \"4 mois\"\n"
      "notices = \"1 an\"\ncalls = \"2 h\"\nidentification = \"never\"\n"
      "tombstones = \"1 year\"\n",
      &issues);
  ASSERT_NE(policy, nullptr);
  const Keep& keep = policy->keep();
  EXPECT_EQ(keep.accepted, absl::Hours(24 * 30));
  EXPECT_EQ(keep.reviewed, absl::Hours(24 * 120));
  EXPECT_EQ(keep.calls, absl::Hours(2));
  EXPECT_EQ(keep.identification, absl::ZeroDuration());
  std::vector<std::string> shown;
  for (const Policy::Line& line : policy->Show({})) {
    if (line.key.starts_with("keep."))
      shown.push_back(line.key + " " + line.value);
  }
  EXPECT_THAT(shown, testing::ElementsAre(
                         "keep.accepted 30 d", "keep.reviewed 120 d",
                         "keep.notices 365 d", "keep.calls 2 h",
                         "keep.identification never", "keep.tombstones 365 d"));
}

TEST(KeepTest, RefusesWhatIsNoPeriod) {
  for (const char* wrong :
       {"[keep]\naccepted = 90\n", "[keep]\naccepted = \"never\"\n",
        "[keep]\naccepted = \"7 years\"\n", "[keep]\naccepted = \"10m\"\n",
        "[keep]\nunknown = \"1 d\"\n", "keep = 3\n"}) {
    std::vector<Issue> issues;
    EXPECT_EQ(Read(wrong, &issues), nullptr) << wrong;
    EXPECT_FALSE(issues.empty()) << wrong;
  }
}

}  // namespace
}  // namespace crible
