#include "engine/bundle.h"

#include <unistd.h>

#include <filesystem>

#include "absl/time/civil_time.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/status_matchers.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

using testing::HasSubstr;

TEST(Bundle, AnEmptyFolderIsABundleThatAcceptsByPolicy) {
  const auto bundle = BundleOf({});
  ASSERT_NE(bundle, nullptr);
  EXPECT_TRUE(bundle->rules->rules().empty());
}

TEST(Bundle, ARuleThatIsOverIsAWarningOnlyWhenTodayIsGiven) {
  std::string rules = kTwoRules;
  rules.insert(rules.find("reason.fr"), "until = 2026-03-31\n");
  const BundleFiles files{
      {{"rules/test.toml", rules}, {"grounds.toml", kSpamGround}}};
  const auto day = [](int month) {
    return absl::FromCivil(absl::CivilDay(2026, month, 2), absl::UTCTimeZone());
  };
  EXPECT_EQ(IssuesOf(LoadBundle(files, {})), "");
  EXPECT_EQ(IssuesOf(LoadBundle(files, {.now = day(3)})), "");
  const BundleResult over = LoadBundle(files, {.now = day(4)});
  EXPECT_NE(over.bundle, nullptr);
  ASSERT_EQ(over.issues.size(), 1u) << IssuesOf(over);
  EXPECT_EQ(over.issues[0].severity, Severity::kWarning);
}

TEST(Bundle, HashIsOfPathsAndBytes) {
  const auto hash = [](std::map<std::string, std::string> files) {
    return BundleFiles{std::move(files)}.Hash();
  };
  const std::string one = hash({{"rules/a.toml", "x"}, {"rules/b.toml", ""}});
  EXPECT_EQ(one, hash({{"rules/b.toml", ""}, {"rules/a.toml", "x"}}));
  EXPECT_NE(one, hash({{"rules/a.toml", ""}, {"rules/b.toml", "x"}}));
  EXPECT_NE(one, hash({{"rules/a.toml", "x"}}));
  EXPECT_EQ(one.size(), 64u);
}

TEST(Bundle, OnlyFilesThatBelongAreRead) {
  const std::string folder =
      testing::TempDir() + "/bundle_test_" + std::to_string(::getpid());
  std::filesystem::create_directories(folder + "/rules/site");
  std::filesystem::create_directories(folder + "/training");
  for (const char* path :
       {"/rules/a.toml", "/rules/site/b.toml", "/rules/a.toml~", "/README.md",
        "/training/x.model", "/policy.toml", "/rules/notes.txt"}) {
    CRIBLE_ASSERT_OK(WriteFile(folder + path, ""));
  }
  const auto files = ReadBundleFiles(folder);
  CRIBLE_ASSERT_OK(files);
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : files->bytes) paths.push_back(path);
  EXPECT_THAT(paths, testing::ElementsAre("policy.toml", "rules/a.toml",
                                          "rules/site/b.toml"));
  std::filesystem::remove_all(folder);
  EXPECT_THAT(ReadBundleFiles(folder),
              StatusIs(absl::StatusCode::kNotFound, folder));
}

TEST(Bundle, AllMistakesOfAllFilesComeAtOnceInOrder) {
  const BundleResult result =
      LoadBundle({{{"rules/a.toml", "[[rule]]\nid = \"x\"\n"},
                   {"rules/b.toml", "[[rule]]\nphrases = 3\n"},
                   {"spam.model", "no model"},
                   {"policy.toml", "[group]\npublicaton = \"after\"\n"},
                   {"grounds.toml", kSpamGround}}},
                 {});
  EXPECT_EQ(result.bundle, nullptr);
  const std::string issues = IssuesOf(result);
  const size_t policy = issues.find("policy.toml:2:"),
               a = issues.find("rules/a.toml:"),
               b = issues.find("rules/b.toml:"),
               model = issues.find("spam.model:");
  EXPECT_NE(model, std::string::npos) << issues;
  EXPECT_LT(policy, a) << issues;
  EXPECT_LT(a, b) << issues;
  EXPECT_LT(b, model) << issues;
}

TEST(Bundle, AnExampleThatDoesNotDoWhatItSaysIsAnError) {
  std::string rules = kTwoRules;
  rules.replace(rules.find("Mon conseiller m'a fait une offre de prêt à quatre "
                           "pour cent, trop cher."),
                4, "Ecrivez-moi à jean@exemple.test : mon ");
  rules.replace(rules.find("https://bit.ly/abc"), 18, "https://lemonde.fr");
  const BundleResult result = LoadBundle(
      {{{"rules/test.toml", rules}, {"grounds.toml", kSpamGround}}}, {});
  EXPECT_EQ(result.bundle, nullptr);
  EXPECT_THAT(IssuesOf(result),
              HasSubstr("must pass this example (must_pass) and hits it"));
  EXPECT_THAT(IssuesOf(result), HasSubstr("the condition “domain”"));
  EXPECT_THAT(
      IssuesOf(result, UiLanguage::kFrench),
      HasSubstr("doit laisser passer cet exemple (must_pass) et l'arrête"));
}

TEST(Bundle, ListsAreReadWithoutCommentsAndBlanks) {
  const auto bundle = BundleOf(
      {{"rules/a.toml",
        "[[rule]]\nid = \"x\"\ncategory = \"spam\"\nground = \"spam\"\nthen = "
        "\"hold\"\n"
        "list = \"lists/words.txt\"\nreason.en = \"Found {match}\"\n"
        "must_match = [\"here the marvellous casino of the neighbours is "
        "open\"]\n"
        "must_pass = [\"nothing of that kind is to be found here\"]\n"},
       {"lists/words.txt",
        "# a comment\n\n  marvellous casino  # with a note\r\n"},
       {"grounds.toml", kSpamGround}});
  ASSERT_NE(bundle, nullptr);
  EXPECT_EQ(bundle->rules->rules().size(), 1u);
}

// A rule of a category of its own, or of a list.
std::string RuleFileOf(const std::string& category, const std::string& what) {
  return "[[rule]]\nid = \"" + category +
         "\"\ncategory = \"" + category +
         "\"\nground = \"spam\"\nthen = \"hold\"\n" + what +
         "\nreason.en = \"Found {match}\"\n"
         "must_match = [\"here the marvellous casino of the neighbours is "
         "open\"]\n"
         "must_pass = [\"nothing of that kind is to be found here\"]\n";
}

std::string Describe(const BundleResult& result) {
  std::string text = IssuesOf(result);
  if (result.bundle == nullptr) return text;
  text += result.bundle->hash + "\n";
  for (const Rule& rule : result.bundle->rules->rules()) {
    const auto& condition = rule.when.children.at(0);
    const auto* phrase = std::get_if<PhraseCondition>(&condition.test);
    text += rule.face.id + " " + rule.file + " " +
            std::string(result.bundle->categories.Name(rule.face.category)) +
            " " + (phrase ? phrase->phrases[0] : condition.key) + "\n";
  }
  return text;
}

// Whatever changes, what is loaded beside another bundle is what is loaded
// alone.
TEST(Bundle, TakesOverWhatHasNotChanged) {
  const std::map<std::string, std::string> before = {
      {"rules/a.toml", RuleFileOf("gambling", "phrase = \"casino\"")},
      {"rules/b.toml", RuleFileOf("poker", "list = \"lists/words.txt\"")},
      {"rules/c.toml",
       RuleFileOf("noise", "regex = '\\b(marvellous|horrible) casino\\b'")},
      {"lists/words.txt", "marvellous casino\n"},
      {"grounds.toml", kSpamGround}};
  const std::map<std::string, std::string> changes[] = {
      {{"policy.toml", "[group]\nspam = { hold = 0.7 }\n"}},
      {{"rules/a.toml", RuleFileOf("spam", "phrase = \"neighbours\"")}},
      {{"rules/c.toml", RuleFileOf("noise", "regex = '\\bcasino\\b'")}},
      {{"lists/words.txt", "neighbours\n"}},
      {{"rules/a.toml", "[[rule]]\nid = \"gambling\"\n"}},
      {{"rules/d.toml", RuleFileOf("poker", "phrase = \"casino\"")}}};
  const BundleResult loaded = LoadBundle({before}, {});
  ASSERT_NE(loaded.bundle, nullptr) << IssuesOf(loaded);
  for (const auto& change : changes) {
    std::map<std::string, std::string> after = change;
    after.insert(before.begin(), before.end());
    const BundleResult taken =
        LoadBundle({after}, {.loaded = loaded.bundle.get()});
    EXPECT_EQ(Describe(taken), Describe(LoadBundle({after}, {})));
  }
  // Of a rule that ends the day decides, whichever is told.
  std::map<std::string, std::string> ending = before;
  ending["rules/a.toml"] =
      RuleFileOf("gambling", "phrase = \"casino\"\nuntil = 2026-03-31");
  const auto day = [](int month) {
    return absl::FromCivil(absl::CivilDay(2026, month, 2), absl::UTCTimeZone());
  };
  const BundleResult march = LoadBundle({ending}, {.now = day(3)});
  ASSERT_NE(march.bundle, nullptr) << IssuesOf(march);
  for (const int month : {3, 4}) {
    const BundleResult taken = LoadBundle(
        {ending}, {.now = day(month), .loaded = march.bundle.get()});
    EXPECT_EQ(Describe(taken),
              Describe(LoadBundle({ending}, {.now = day(month)})));
    EXPECT_EQ(taken.issues.size(), month == 3 ? 0u : 1u);
  }
  auto without = before;
  without.erase("rules/a.toml");
  EXPECT_EQ(
      Describe(LoadBundle({without}, {.loaded = loaded.bundle.get()})),
      Describe(LoadBundle({without}, {})));
}

}  // namespace
}  // namespace crible
