// What `rules check` and `rules test` say of rules that load.

#include "cli/rules_check.h"

#include <algorithm>
#include <iterator>

#include "cli/rules_evasion.h"
#include "cli/rules_folder.h"
#include "cli/rules_ordinary.h"
#include "cli/rules_test.h"
#include "gmock/gmock.h"

namespace crible {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string RuleWith(const std::string& condition, const std::string& match) {
  return "[[rule]]\nid = \"r\"\ncategory = \"abuse\"\nthen = \"hold\"\n" +
         condition + "\nreason.en = \"See “{match}”\"\nmust_match = [\"" +
         match + "\"]\nmust_pass = [\"Nothing to see here\"]\n";
}

TEST(OrdinaryWords, NamesWhatAPhraseAlsoCatches) {
  constexpr std::string_view kList =
      "# words\ntares\nsale\nsalé # dish\nporcs\npécheur\npêcheur\nvoyant\n";
  const struct {
    const char* condition;
    const char* match;
    const char* want;  // "" for no warning
  } kCases[] = {
      {"phrase = [\"taré\"]", "Quel taré", "“tares” (by “taré”)"},
      {"phrase = [\"sale\"]", "C'est sale", "“salé” (by “sale”)"},
      {"phrase = [\"pêcheur\"]", "Un pêcheur", "“pécheur” (by “pêcheur”)"},
      {"any = [{ phrase = \"taré\" }, { phrase = \"sale\" }]", "Quel taré",
       "“tares” (by “taré”), “salé” (by “sale”)"},
      {"phrase = [\"porc\"]", "Quel porc", ""},
      {"exact = [\"sale\"]", "C'est sale", ""},
      {"phrase = [\"sale type\"]", "Un sale type", ""},
      {"phrase = [\"cornichon\"]\nunless.phrase = [\"taré\"]", "cornichon", ""},
  };
  for (const auto& c : kCases) {
    const auto bundle =
        BundleOf({{"rules/x.toml", RuleWith(c.condition, c.match)}});
    ASSERT_NE(bundle, nullptr);
    const auto issues = OrdinaryWordsCaught(*bundle->rules, kList);
    if (*c.want == '\0') {
      EXPECT_TRUE(issues.empty()) << c.condition;
      continue;
    }
    ASSERT_EQ(issues.size(), 1u) << c.condition;
    EXPECT_EQ(issues[0].severity, Severity::kWarning);
    EXPECT_EQ(issues[0].at.line, 5);
    EXPECT_THAT(issues[0].message.en, HasSubstr(c.want));
  }
}

TEST(OrdinaryWords, TheShippedListIsLongAndInBothLanguages) {
  const auto list = ReadFile(std::string(CRIBLE_SOURCE_DIR) + "/models/lists/" +
                             std::string(kOrdinaryWordsPath.substr(6)));
  CRIBLE_ASSERT_OK(list);
  EXPECT_GT(std::count(list->begin(), list->end(), '\n'), 1500);
  for (const char* word : {"\nsalé\n", "\ntares\n", "\npécheur\n", "\nmaïs\n",
                           "\njeûne\n", "\ncontre\n", "\nclass\n"}) {
    EXPECT_THAT(*list, HasSubstr(word));
  }
}

using RulesCheck = RulesFolder;

TEST_F(RulesCheck, WarningsAreSummedUpByKindOrLeftOut) {
  Write("lists/ordinary-words.txt", "tares\n");
  Write("rules/word.toml", RuleWith("phrase = [\"taré\", \"Taré\"]", "taré"));
  EXPECT_EQ(RunRulesCheck({.models = models_}, NewIo()), kExitOk);
  EXPECT_THAT(Printed(), HasSubstr("also catches ordinary words: “tares”"));
  EXPECT_THAT(Printed(), HasSubstr("Warnings by kind:\n"
                                   "       1  double-phrase\n"));
  EXPECT_THAT(Printed(), HasSubstr("       1  ordinary-word\n"));
  EXPECT_EQ(RunRulesCheck({.models = models_, .no_warnings = true},
                          NewIo(UiLanguage::kFrench)),
            kExitOk);
  EXPECT_THAT(Printed(), Not(HasSubstr("rules/word.toml")));
  EXPECT_THAT(Printed(), Not(HasSubstr("par genre")));
}

TEST_F(RulesCheck, ARuleThatIsOverIsAWarning) {
  Write("rules/word.toml",
        RuleWith("phrase = \"taré\"\nuntil = 2020-01-31", "Quel taré"));
  EXPECT_EQ(RunRulesCheck({.models = models_}, NewIo()), kExitFindings)
      << "its example cannot hit";
  EXPECT_THAT(Printed(), HasSubstr("rules/word.toml:6:"));
  EXPECT_THAT(Printed(), HasSubstr("warning"));
}

TEST_F(RulesCheck, EvasionIsATableOfWhatIsStillFound) {
  Write("rules/word.toml",
        RuleWith("regex = '\\bcornichon\\b'", "Quel cornichon alors"));
  const auto bundle = LoadBundleFolder(models_, {});
  CRIBLE_ASSERT_OK(bundle);
  ASSERT_NE(bundle->bundle, nullptr);
  for (const auto& [language, name] :
       {std::pair{UiLanguage::kFrench, "evasion.fr"},
        {UiLanguage::kEnglish, "evasion.en"}}) {
    PrintEvasion(*bundle->bundle->rules, bundle->bundle->vocabulary,
                 NewIo(language));
    ExpectPrinted(name);
  }
  EXPECT_EQ(RunRulesCheck({.models = models_, .evasion = true}, NewIo()),
            kExitOk);
  EXPECT_THAT(Printed(), HasSubstr("word/r"));
}

using RulesTest = RulesFolder;

TEST_F(RulesTest, RunsOwnExamplesThenCases) {
  EXPECT_EQ(RunRulesTest({.models = models_}, NewIo()), kExitOk);
  EXPECT_EQ(Printed(), "2 rules: 4 examples passed, 0 failed\n");

  std::string rules = kTwoRules;
  rules.replace(rules.find("une offre de prêt rapide"), 0, "pas ");
  rules.replace(rules.find("must_pass  = [\"Regardez"), 23,
                "must_pass  = [\"https://bit.ly/x Regardez");
  Write("rules/test.toml", rules);
  Write("cases.toml",
        "[[case]]\nname = \"good\"\nbody = \"Bravo\"\nwant = \"accept\"\n\n"
        "[[case]]\nname = \"bad\"\nbody = \"Bravo\"\nwant = \"hold\"\n");
  const RulesTestOptions options{.models = models_,
                                 .paths = {models_ + "/cases.toml"}};
  for (const auto& [language, name] :
       {std::pair{UiLanguage::kFrench, "rules-test.fr"},
        {UiLanguage::kEnglish, "rules-test.en"}}) {
    EXPECT_EQ(RunRulesTest(options, NewIo(language)), kExitFindings);
    ExpectPrinted(name);
  }
}

TEST_F(RulesTest, RefusesFilesWithMistakesAndMissingCases) {
  EXPECT_EQ(RunRulesTest({.models = models_, .paths = {models_ + "/none.toml"}},
                         NewIo()),
            kExitFailed);
  EXPECT_THAT(Printed(), HasSubstr("none.toml"));
  Write("rules/bad.toml", "[[rule]]\nid = \n");
  EXPECT_EQ(RunRulesTest({.models = models_}, NewIo()), kExitFailed);
  EXPECT_THAT(Printed(), HasSubstr("rules/bad.toml:2"));
}

}  // namespace
}  // namespace crible
