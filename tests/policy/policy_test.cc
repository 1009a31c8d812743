#include "policy/policy.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

using ::testing::UnorderedElementsAre;

std::shared_ptr<const Policy> Read(std::string_view bytes) {
  std::vector<Issue> issues;
  auto policy = Policy::Read("policy.toml", bytes, CategoryTable(), &issues);
  for (const Issue& issue : issues) {
    ADD_FAILURE() << FormatIssue(issue, UiLanguage::kEnglish);
  }
  return policy;
}

absl::Time Paris(int month, int day, int hour, int minute = 0) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return absl::FromCivil(absl::CivilMinute(2027, month, day, hour, minute),
                         zone);
}

// "0.6 policy.toml:2", the value of a setting and where it comes from.
std::string Shown(const Policy& policy, const Scope& scope,
                  std::string_view key) {
  for (const Policy::Line& line : policy.Show(scope)) {
    if (line.key == key) return line.value + " " + line.source;
  }
  return "no such setting";
}

TEST(Policy, AnEmptyFileMeansTheDefaults) {
  const auto policy = Read("");
  ASSERT_NE(policy, nullptr);
  Settings storage;
  const Settings& settings = policy->For({.site = "any"}, &storage);
  EXPECT_EQ(settings.publication, Publication::kAfter);
  EXPECT_EQ(settings.categories[kSpam].reject, 0.97);
  EXPECT_EQ(settings.categories[kAbuse].hold, 0.17);
  EXPECT_EQ(settings.categories[kAbuse].reject, std::nullopt);
  EXPECT_EQ(settings.categories[kDistress].hold, kAnySign);
  EXPECT_TRUE(policy->sites().empty());
  EXPECT_EQ(Shown(*policy, {}, "spam.reject"), "0.97 default");
  EXPECT_EQ(Shown(*policy, {}, "abuse.reject"), "\"never\" default");
  EXPECT_EQ(Shown(*policy, {}, "distress.hold"), "\"any sign\" default");
  EXPECT_EQ(Shown(*policy, {}, "observe"), "false default");
}

constexpr std::string_view kNested = R"([group]
abuse.hold = 0.50
publication = "after"
[[when]]
hours = "22:00-06:00"
abuse.hold = 0.51
[[site]]
id = "sport"
abuse.hold = 0.52
[[site]]
id = "local"
[[when]]
site = "sport"
from = 2027-05-01
to = 2027-05-03
abuse.hold = 0.53
[[when]]
section = "justice"
abuse.hold = 0.54
[[when]]
tag = ["mineur", "suicide"]
publication = "closed"
[[when]]
site = "sport"
section = ["justice", "dopage"]
abuse.hold = 0.55
[[when]]
article = "a1"
publication = "before"
[[when]]
section = "justice"
hours = "12:00-14:00"
abuse.hold = 0.56
[[when]]
section = "justice"
tag = "procès"
publication = "before"
)";

struct Place {
  std::string_view site, article, section, tag;
  absl::Time now;
};
struct ScopeCase {
  const char* name;
  Place place;
  std::string_view key;
  std::string want;
};

std::vector<ScopeCase> NearestCases() {
  const absl::Time noon = Paris(4, 1, 11), night = Paris(4, 1, 23);
  return {
      {"group",
       {.site = "other", .now = noon},
       "abuse.hold",
       "0.5 policy.toml:2"},
      {"group at night",
       {.site = "other", .now = night},
       "abuse.hold",
       "0.51 policy.toml:6"},
      {"a site without its own value",
       {.site = "local", .now = night},
       "abuse.hold",
       "0.51 policy.toml:6"},
      {"a site before the group's night",
       {.site = "sport", .now = night},
       "abuse.hold",
       "0.52 policy.toml:9"},
      {"a site's dates before the site",
       {.site = "sport", .now = Paris(5, 2, 9)},
       "abuse.hold",
       "0.53 policy.toml:16"},
      {"section before site",
       {.site = "sport", .section = "justice", .now = Paris(5, 2, 9)},
       "abuse.hold",
       "0.55 policy.toml:26"},
      {"section elsewhere",
       {.site = "local", .section = "justice", .now = night},
       "abuse.hold",
       "0.54 policy.toml:19"},
      {"a section's hours before the section",
       {.site = "local", .section = "justice", .now = Paris(4, 1, 13)},
       "abuse.hold",
       "0.56 policy.toml:33"},
      {"a site's section before any section's hours",
       {.site = "sport", .section = "justice", .now = Paris(4, 1, 13)},
       "abuse.hold",
       "0.55 policy.toml:26"},
      {"another section",
       {.site = "sport", .section = "dopage", .now = noon},
       "abuse.hold",
       "0.55 policy.toml:26"},
      {"its site alone",
       {.site = "local", .section = "dopage", .now = noon},
       "abuse.hold",
       "0.5 policy.toml:2"},
      {"tag",
       {.site = "local", .tag = "suicide", .now = noon},
       "publication",
       "\"closed\" policy.toml:22"},
      {"tag, as another writes it",
       {.site = "local", .tag = "MINEUR", .now = noon},
       "publication",
       "\"closed\" policy.toml:22"},
      {"article before tag",
       {.site = "local", .article = "a1", .tag = "suicide", .now = noon},
       "publication",
       "\"before\" policy.toml:29"},
      {"section and tag, both named",
       {.section = "justice", .tag = "procès", .now = noon},
       "publication",
       "\"before\" policy.toml:37"},
      {"section without the tag",
       {.section = "justice", .now = noon},
       "publication",
       "\"after\" policy.toml:3"},
  };
}

TEST(Policy, TheNearestWins) {
  const auto policy = Read(kNested);
  ASSERT_NE(policy, nullptr);
  for (const ScopeCase& c : NearestCases()) {
    SCOPED_TRACE(c.name);
    const Scope scope = {.site = c.place.site,
                         .article = c.place.article,
                         .section = c.place.section,
                         .tags = {"another", c.place.tag},
                         .now = c.place.now};
    EXPECT_EQ(Shown(*policy, scope, c.key), c.want);
  }
  EXPECT_THAT(policy->sites(), UnorderedElementsAre("sport", "local"));
}

TEST(Policy, AmongEqualsTheLaterLineWins) {
  const auto policy = Read(R"([[when]]
tag = "a"
abuse.hold = 0.5
[[when]]
section = "b"
abuse.hold = 0.4
)");
  EXPECT_EQ(Shown(*policy, {.section = "b", .tags = {"a"}}, "abuse.hold"),
            "0.4 policy.toml:6");
}

TEST(Policy, SectionsAndTagsAreReadAsPeopleReadThem) {
  struct Case {
    const char *block, *sent;
    bool same;
  };
  const Case kCases[] = {
      {"faits-divers", "Faits divers", true},
      {"décès", "DECES", true},
      {"l’élection", "L'élection", true},
      {"sport", "sports", false},
      {"★", "★", true},
      {"★", "♥", false},
      {"★", "", false},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(std::string(c.block) + " " + c.sent);
    const auto policy = Read("[[when]]\nobserve = true\nsection = \"" +
                             std::string(c.block) + "\"");
    Settings storage;
    EXPECT_EQ(policy->For({.section = c.sent}, &storage).observe, c.same);
  }
}

TEST(Policy, HoursAndDatesAreThoseOfTheZone) {
  struct Case {
    const char* when;
    absl::Time now;
    bool holds;
  };
  const Case kCases[] = {
      {"hours = '08:00-12:00'", Paris(7, 1, 8), true},  // UTC + 2
      {"hours = '08:00-12:00'", Paris(7, 1, 7, 59), false},
      {"hours = '08:00-12:00'", Paris(1, 5, 12), false},
      {"hours = '22:00-06:00'", Paris(1, 5, 22), true},
      {"hours = '22:00-06:00'", Paris(1, 5, 5, 59), true},
      {"hours = '22:00-06:00'", Paris(1, 5, 6), false},
      {"hours = '18:00-24:00'", Paris(1, 5, 23, 59), true},
      {"hours = '18:00-24:00'", Paris(1, 5, 0), false},
      {"from = 2027-04-10", Paris(4, 9, 23, 59), false},
      {"from = 2027-04-10", Paris(4, 10, 0), true},
      {"to = 2027-04-11", Paris(4, 11, 23, 59), true},  // that day too
      {"to = 2027-04-11", Paris(4, 12, 0), false},
      {"to = 2027-04-11T20:00:00", Paris(4, 11, 19, 59), true},
      {"to = 2027-04-11T20:00:00", Paris(4, 11, 20), false},
      {"from = 2027-03-28T01:30:00\nto = 2027-03-28T04:00:00",
       Paris(3, 28, 3, 30), true},  // the night of the change to summer time
      {"from = 2027-04-10\nhours = '08:00-12:00'", Paris(4, 9, 9), false},
      {"from = 2027-04-10\nhours = '08:00-12:00'", Paris(4, 10, 9), true},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.when);
    const auto policy =
        Read(std::string("[[when]]\nobserve = true\n") + c.when);
    Settings storage;
    EXPECT_EQ(policy->For({.now = c.now}, &storage).observe, c.holds);
  }
}

TEST(Policy, OtherZones) {
  const auto policy = Read(
      "[group]\ntime_zone = 'Pacific/Auckland'\n"
      "[[when]]\nhours = '08:00-12:00'\nobserve = true");
  Settings storage;
  const absl::Time nine_in_auckland =
      absl::FromCivil(absl::CivilHour(2027, 7, 1, 21), absl::UTCTimeZone());
  EXPECT_TRUE(policy->For({.now = nine_in_auckland}, &storage).observe);
}

TEST(Policy, WithoutABlockOfTheirOwnScopesShareOneObject) {
  const auto policy = Read(kNested);
  Settings storage;
  const absl::Time noon = Paris(4, 1, 11);
  const Settings& a = policy->For(
      {.site = "sport", .article = "a2", .section = "x", .now = noon},
      &storage);
  const Settings& b = policy->For({.site = "sport", .now = noon}, &storage);
  EXPECT_EQ(&a, &b);
  EXPECT_NE(&a, &storage);
}

TEST(Policy, ASitesOwnCategoriesHaveSettings) {
  CategoryTable categories;
  const CategoryId promotion = *categories.Add("promotion");
  std::vector<Issue> issues;
  const auto policy = Policy::Read(
      "p", "[group]\npromotion.hold = 'any sign'\n", categories, &issues);
  ASSERT_NE(policy, nullptr);
  Settings storage;
  EXPECT_EQ(policy->For({}, &storage).categories[promotion].hold, kAnySign);
}

}  // namespace
}  // namespace crible
