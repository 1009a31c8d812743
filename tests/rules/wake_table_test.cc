#include "rules/wake_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/finder.h"
#include "rules/rule_compiler.h"
#include "rules/rule_maker.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The rules of one set that a comment wakes.
std::vector<uint32_t> Woken(const std::vector<Rule>& rules,
                            const std::string& body) {
  std::vector<Issue> issues;
  const auto program = CompileRules(rules, {}, &issues);
  TestComment comment(body);
  comment.signals.characters = static_cast<uint32_t>(body.size());
  RuleScratch::State state;
  FindAll(*program, comment.Input(*SetOf(rules)), &state);
  return state.awake;
}

TEST(WakeTableTest, ARuleIsLookedAtOnlyIfItsRarestNeedIsMet) {
  const Condition kLinks = Is(LinksCondition{});
  const Condition kContact = Is(ContactCondition{});
  const auto length = [](double min) {
    return Is(NumberCondition{Measure::kLength, {.min = min}});
  };
  const std::vector<Rule> kRules = {
      RuleOf({length(1), Phrase({"prêt"})}),                 // 0: the phrase
      RuleOf({Any({Phrase({"prêt"}), Regex({"argent"})})}),  // 1: either
      RuleOf({kLinks, Regex({"argent \\d"})}),               // 2: the literal
      RuleOf({kLinks, length(5)}),                           // 3: a link
      RuleOf({Any({kContact, Phrase({"prêt"})})}),           // 4: either
      RuleOf({length(30)}),                                  // 5: length
      RuleOf({length(40)}),                                  // 6: more of it
      RuleOf({Is(NumberCondition{Measure::kLength, {.max = 9}})}),  // 7: always
      RuleOf({Any({Phrase({"prêt"}), Regex({"[e-f]"})})}),  // 8: if it matches
      RuleOf({Is(DomainCondition{{"loans.test"}})}),  // 9: the domain
  };
  EXPECT_THAT(Woken(kRules, "rien"), ElementsAre(7, 8));
  EXPECT_THAT(Woken(kRules, "pas"), ElementsAre(7));
  EXPECT_THAT(Woken(kRules, "un prêt"), ElementsAre(0, 1, 4, 7, 8));
  EXPECT_THAT(Woken(kRules, "argent 5"), ElementsAre(1, 2, 7, 8));
  EXPECT_THAT(Woken(kRules, "https://a.example"), ElementsAre(3, 7, 8));
  EXPECT_THAT(Woken(kRules, "https://loans.test"), ElementsAre(3, 7, 8, 9));
  EXPECT_THAT(Woken(kRules, "a@exemple.test"), ElementsAre(4, 7, 8));
  EXPECT_THAT(Woken(kRules, "0123456789012345678901234567890123456"),
              ElementsAre(5, 7));
}

TEST(WakeTableTest, UnlessWakesNothing) {
  EXPECT_THAT(
      Woken({RuleOf({Phrase({"prêt"})}, {Phrase({"banque"})})}, "la banque"),
      IsEmpty());
}

}  // namespace
}  // namespace crible
