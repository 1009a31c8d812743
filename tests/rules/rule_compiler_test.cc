#include "rules/rule_compiler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fmt/core.h"
#include "rules/rule_maker.h"

namespace crible {
namespace {

using ::testing::HasSubstr;

std::vector<Issue> IssuesOf(std::vector<Rule> rules,
                            const RuleSet::Limits& limits = {}) {
  std::vector<Issue> issues;
  const auto set = RuleSet::Compile(std::move(rules), limits, &issues);
  EXPECT_EQ(set == nullptr, HasErrors(issues));
  return issues;
}

Condition Nested(int depth) {
  return depth == 0 ? Known(true) : All({Nested(depth - 1)});
}

TEST(RuleCompilerTest, MistakesHaveAKindAPlaceAndTwoLanguages) {
  std::string long_phrase;
  for (int i = 0; i < 65; ++i) long_phrase += "a ";
  std::vector<Condition> nine;
  for (int i = 0; i < 9; ++i) nine.push_back(Phrase({"a"}));
  GroupCondition near_any{.all = false, .children = {Phrase({"a"})}};
  near_any.near = 3;
  const struct {
    Condition condition;
    const char* kind;
    const char* in_english;
  } kCases[] = {
      {Regex({"gagnez", "("}), "bad-regex", "'(' is no RE2 pattern"},
      {Regex({"(?=x)"}), "bad-regex", "no RE2 pattern"},
      {Phrase({"prêt", "!!!"}), "phrase-without-words", "“!!!”"},
      {Phrase({"https://loans.test/x"}), "phrase-without-words", "domain"},
      {Phrase({long_phrase}), "phrase-too-long", "64"},
      {Is(DomainCondition{{"loans.test", ""}}), "bad-domain", "no domain"},
      {Is(LinksCondition{.outside = {"https://"}}), "bad-domain", "no domain"},
      {Is(OneOfCondition{Attribute::kAuthorDomain, {"/"}}), "bad-domain",
       "no domain"},
      {All({}), "empty-group", "at least one"},
      {Nested(9), "deep-group", "8"},
      {Is(near_any), "near-in-any", "“all” group"},
      {All(nine, 3), "near-too-many", "8 parts"},
  };
  for (const auto& c : kCases) {
    const auto issues = IssuesOf({RuleOf({c.condition})});
    ASSERT_EQ(issues.size(), 1u) << c.kind;
    EXPECT_EQ(issues[0].kind, c.kind);
    EXPECT_EQ(issues[0].file, "rules/test.toml");
    EXPECT_EQ(issues[0].at, (Position{2, 1}));
    EXPECT_THAT(issues[0].message.en, HasSubstr(c.in_english));
    EXPECT_FALSE(issues[0].message.fr.empty());
    EXPECT_NE(issues[0].message.fr, issues[0].message.en);
  }
}

TEST(RuleCompilerTest, AllMistakesAtOnce) {
  EXPECT_EQ(IssuesOf({RuleOf({Regex({"("})}), RuleOf({}),
                      RuleOf({Phrase({"?"})}), RuleOf({Known(true)})})
                .size(),
            3u);
}

TEST(RuleCompilerTest, ARuleWithoutConditionsIsRefused) {
  const auto issues = IssuesOf({RuleOf({})});
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].kind, "no-condition");
  EXPECT_EQ(issues[0].at, (Position{1, 1}));
}

TEST(RuleCompilerTest, NoRulesAreFine) {
  const auto set = SetOf({});
  ASSERT_NE(set, nullptr);
  TestComment comment("prêt");
  RuleScratch scratch;
  Evidence evidence;
  set->Match(comment.Input(*set), &scratch, &evidence);
  EXPECT_TRUE(evidence.hits.empty());
  EXPECT_EQ(set->cost(), 0);
}

TEST(RuleCompilerTest, TheDearestRuleIsNamed) {
  std::vector<Rule> rules = {RuleOf({Phrase({"prêt"})}),
                             RuleOf({Regex({"[\\pL]{25,}"})}),
                             RuleOf({Regex({"gagnez \\d+ euros"})})};
  rules[1].at = {42, 1};
  const auto issues = IssuesOf(rules, {.cost_max = 20});
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].kind, "cost-over-budget");
  EXPECT_EQ(issues[0].at.line, 42);
  EXPECT_THAT(issues[0].message.en, HasSubstr(rules[1].face.id));
  EXPECT_THAT(issues[0].message.fr, HasSubstr(rules[1].face.id));
  EXPECT_TRUE(IssuesOf(rules).empty());
}

TEST(RuleCompilerTest, ARuleOverItsOwnBudgetIsNamed) {
  std::vector<Rule> rules = {RuleOf({Phrase({"prêt"})}),
                             RuleOf({Regex({"[\\pL]{25,}"})})};
  rules[1].at = {42, 1};
  const auto issues = IssuesOf(rules, {.rule_cost_max = 2});
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].kind, "rule-cost-over-budget");
  EXPECT_EQ(issues[0].at.line, 42);
  EXPECT_THAT(issues[0].message.en, HasSubstr(rules[1].face.id));
}

TEST(RuleCompilerTest, TheLargestRuleIsNamed) {
  Strings phrases;
  for (int i = 0; i < 20000; ++i) phrases.push_back(fmt::format("mot{}x", i));
  std::vector<Rule> rules = {RuleOf({Phrase({"prêt"})}),
                             RuleOf({Phrase(phrases)})};
  const auto issues = IssuesOf(rules, {.memory_max_bytes = 1 << 20});
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].kind, "memory-over-budget");
  EXPECT_THAT(issues[0].message.en, HasSubstr(rules[1].face.id));
  EXPECT_TRUE(IssuesOf(rules).empty());
}

TEST(RuleCompilerTest, CostsGrowWithWhatARuleAsks) {
  const auto cost = [](Condition condition) {
    return SetOf({RuleOf({std::move(condition)})})->rule_costs()[0];
  };
  const double phrase = cost(Phrase({"prêt"}));
  const double pattern = cost(Regex({"gagnez \\d+ euros"}));
  const double unfiltered = cost(Regex({"[0-9a-f]+ ?[a-f]{9}"}));
  const double counted = cost(Regex({"[\\pL]{25,}"}));
  EXPECT_GT(phrase, 0);
  EXPECT_LT(phrase, pattern);
  EXPECT_LT(pattern, unfiltered);
  EXPECT_LT(unfiltered * 5, counted);
}

TEST(RuleCompilerTest, TooManyRules) {
  const std::vector<Rule> rules(kRulesMax + 1, RuleOf({Known(true)}));
  const auto issues = IssuesOf(rules);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].kind, "too-many-rules");
}

}  // namespace
}  // namespace crible
