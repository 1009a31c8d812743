#include "rules/rule_draft.h"

#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rules/rule_file.h"
#include "rules/sample_context.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::optional<RuleDraft> Answer(UiLanguage language, const std::string& typed,
                                std::string* shown = nullptr) {
  std::istringstream in(typed);
  std::ostringstream out;
  auto draft = AskForRule(language, in, out);
  if (shown != nullptr) *shown = out.str();
  return draft;
}

TEST(QuoteText, EscapesWhatTomlNeeds) {
  EXPECT_EQ(QuoteText("l'idiot « é »"), "\"l'idiot « é »\"");
  EXPECT_EQ(QuoteText("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
}

TEST(AskForRule, WritesABlockThatReadsBack) {
  std::string shown;
  const auto draft = Answer(
      UiLanguage::kFrench,
      "Prêt d'argent {rapide}\nle\noffre de prêt\n  prêt entre particuliers "
      "\n\n9\n3\nOffre de \"prêt\" rapide\n\nMa banque a dit non\n",
      &shown);
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->id, "pret-d-argent-rapide");
  EXPECT_EQ(draft->then, "hold");
  EXPECT_THAT(draft->phrases,
              ElementsAre("offre de prêt", "prêt entre particuliers"));
  EXPECT_THAT(shown, HasSubstr("Trop court ou trop courant"));
  EXPECT_THAT(shown, HasSubstr("Répondez 1, 2, 3 ou 4"));
  const SampleContext context;
  const RuleFile file =
      ReadRuleFile("rules/a.toml", WriteRule(*draft), context.get());
  EXPECT_TRUE(file.issues.empty())
      << FormatIssue(file.issues[0], UiLanguage::kEnglish);
  ASSERT_EQ(file.rules.size(), 1u);
  EXPECT_EQ(file.rules[0].must_match[0].body, "Offre de \"prêt\" rapide");
  EXPECT_EQ(file.rules[0].face.reason.fr,
            "Prêt d'argent  rapide  : « {match} »");
}

TEST(AskForRule, SpeaksEnglish) {
  std::string shown;
  const auto draft =
      Answer(UiLanguage::kEnglish, "Loans\nquick loan\n\n1\na\n\nb\n", &shown);
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->reason.en, "Loans: “{match}”");
  EXPECT_TRUE(draft->reason.fr.empty());
  EXPECT_THAT(shown, HasSubstr("1/5 What is this rule to stop?"));
}

TEST(AskForRule, EndsWithTheInput) {
  for (const std::string typed :
       {"", "Loans\n", "Loans\nquick loan\n", "Loans\nquick loan\n\nx\n",
        "Loans\nquick loan\n\n1\n", "Loans\nquick loan\n\n1\na\n\n"}) {
    EXPECT_FALSE(Answer(UiLanguage::kEnglish, typed)) << typed;
  }
}

}  // namespace
}  // namespace crible
