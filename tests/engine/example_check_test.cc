#include "engine/example_check.h"

#include "engine/moderation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "support/test_bundle.h"

namespace crible {
namespace {

constexpr char kRule[] = R"toml(
[[rule]]
id         = "deal"
category   = "spam"
ground     = "spam"
then       = "hold"
phrase     = "bonne affaire"
{}
reason.fr  = "Parle d'une affaire : « {{match}} »"
must_match = [{}]
must_pass  = [{}]
)toml";

std::string IssuesOfRule(std::string_view condition,
                         std::string_view must_match,
                         std::string_view must_pass,
                         UiLanguage language = UiLanguage::kEnglish) {
  return IssuesOf(
      LoadBundle({{{"rules/a.toml",
                    fmt::format(kRule, condition, must_match, must_pass)},
                   {"grounds.toml", kSpamGround}}},
                 {}),
      language);
}

constexpr char kMatches[] =
    "\"venez tous voir la bonne affaire du jour par ici\"";
constexpr char kPasses[] = "\"rien de tel par ici aujourd'hui, merci bien\"";

TEST(ExampleCheck, GoodExamplesSayNothing) {
  EXPECT_EQ(IssuesOfRule("", kMatches, kPasses), "");
}

TEST(ExampleCheck, NamesTheConditionThatDidNotHold) {
  EXPECT_THAT(
      IssuesOfRule("contact = \"any\"", kMatches, kPasses),
      testing::HasSubstr(
          "a/deal” must hit this example (must_match) and does not: the "
          "condition “contact” (line 8) does not hold"));
}

TEST(ExampleCheck, NamesTheFieldThatTheExampleDoesNotGive) {
  EXPECT_THAT(IssuesOfRule("author.comments.max = 2", kMatches, kPasses,
                           UiLanguage::kFrench),
              testing::HasSubstr(
                  "reste inconnue : l'exemple ne donne pas author.comments"));
}

TEST(ExampleCheck, NamesTheExceptionThatExcused) {
  EXPECT_THAT(
      IssuesOfRule(
          "unless.domain = \"lemonde.fr\"",
          "\"une bonne affaire à lire sur https://www.lemonde.fr/ce-soir\"",
          kPasses),
      testing::HasSubstr("the exception “unless.domain” (line 8) excuses it"));
}

TEST(ExampleCheck, QuotesWhatMadeTheRuleHit) {
  EXPECT_THAT(
      IssuesOfRule("", kMatches,
                   "\"quelle Bonne Affaire pour nos voisins du village\""),
      testing::HasSubstr("hits it: “Bonne Affaire” is enough for it"));
}

TEST(StageName, EveryStageHasOne) {
  for (size_t i = 0; i < kStages; ++i) {
    EXPECT_FALSE(StageName(static_cast<Stage>(i)).empty());
  }
}

}  // namespace
}  // namespace crible
