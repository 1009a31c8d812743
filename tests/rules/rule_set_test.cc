#include "rules/rule_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "re2/re2.h"
#include "rules/random_patterns.h"
#include "rules/rule_maker.h"
#include "rules/slow_matcher.h"

namespace crible {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Truth kF = Truth::kFalse;
constexpr Truth kU = Truth::kUnknown;
constexpr Truth kT = Truth::kTrue;

Condition Of(Truth truth) {
  return truth == kU ? Unknown() : Known(truth == kT);
}

Evidence Match(const RuleSet& set, const RuleInput& input) {
  RuleScratch scratch;
  Evidence evidence;
  set.Match(input, &scratch, &evidence);
  return evidence;
}

// What a set of this one rule shows of a body, or nothing if there is no hit.
Strings Shown(const Rule& rule, const std::string& body) {
  const auto set = SetOf({rule});
  TestComment comment(body);
  const Evidence evidence = Match(*set, comment.Input(*set));
  if (evidence.hits.empty()) return {};
  return TextsOf(evidence, evidence.hits[0], comment.comment);
}

bool Hits(const Rule& rule, const std::string& body) {
  const auto set = SetOf({rule});
  TestComment comment(body);
  return !Match(*set, comment.Input(*set)).hits.empty();
}

TEST(RuleSetTest, KleeneTables) {
  const struct {
    Truth a, b, all, any;
  } kTable[] = {
      {kF, kF, kF, kF}, {kF, kU, kF, kU}, {kF, kT, kF, kT},
      {kU, kF, kF, kU}, {kU, kU, kU, kU}, {kU, kT, kU, kT},
      {kT, kF, kF, kT}, {kT, kU, kU, kT}, {kT, kT, kT, kT},
  };
  for (const auto& row : kTable) {
    const Condition all = All({Of(row.a), Of(row.b)});
    const Condition any = Any({Of(row.a), Of(row.b)});
    const auto set = SetOf({RuleOf({all}), RuleOf({any})});
    TestComment comment("x");
    const RuleInput input = comment.Input(*set);
    EXPECT_EQ(set->Explain(0, input)[0].truth, row.all);
    EXPECT_EQ(set->Explain(1, input)[0].truth, row.any);
    EXPECT_EQ(SlowTruth(all, input), row.all);
    EXPECT_EQ(SlowTruth(any, input), row.any);
  }
}

TEST(RuleSetTest, HitsIfTrueAndNotExcused) {
  const struct {
    Truth when, unless;
    bool want;
  } kTable[] = {
      {kF, kF, false}, {kF, kU, false}, {kF, kT, false},
      {kU, kF, false}, {kU, kU, false}, {kU, kT, false},
      {kT, kF, true},  {kT, kU, true},  {kT, kT, false},
  };
  for (const auto& row : kTable) {
    EXPECT_EQ(Hits(RuleOf({Of(row.when)}, {Of(row.unless)}), "x"), row.want);
    // One exception of two is enough.
    EXPECT_EQ(Hits(RuleOf({Of(row.when)}, {Known(false), Of(row.unless)}), "x"),
              row.want);
  }
}

TEST(RuleSetTest, SpansOfTheMatches) {
  const Rule rule =
      RuleOf({Phrase({"offre de prêt", "argent"}), Regex({"\\d+ ?%"}),
              Is(ContactCondition{.links = true})});
  EXPECT_THAT(
      Shown(rule,
            "Une OFFRE de prêts à 3 % : jean@exemple.test, de l'argent, "
            "https://loans.test/x"),
      ElementsAre("OFFRE de prêts", "3 %", "jean@exemple.test", "argent",
                  "https://loans.test/x"));
}

TEST(RuleSetTest, SpansAreSortedDifferentAndFew) {
  const Rule rule =
      RuleOf({Phrase({"b", "a"}), Regex({"[ab] [ab]"}), Phrase({"a"})});
  EXPECT_THAT(Shown(rule, "a b."), ElementsAre("a", "a b", "b"));
  std::string body;
  for (int i = 0; i < 100; ++i) body += "a ";
  const auto shown = Shown(RuleOf({Phrase({"a"})}), body);
  EXPECT_EQ(shown.size(), kSpansPerRoleMax);
}

// Many matches do not push the contact out: each role has its own limit.
TEST(RuleSetTest, EachRoleHasItsSpans) {
  std::string body;
  for (int i = 0; i < 100; ++i) body += "argent ";
  body += "jean@exemple.test";
  const auto shown =
      Shown(RuleOf({Phrase({"argent"}), Is(ContactCondition{})}), body);
  ASSERT_EQ(shown.size(), kSpansPerRoleMax + 1);
  EXPECT_EQ(shown.back(), "jean@exemple.test");
}

TEST(RuleSetTest, FalseAlternativesAndExceptionsShowNothing) {
  const Rule rule = RuleOf(
      {Any({All({Phrase({"argent"}), Phrase({"absent"})}), Phrase({"prêt"})})},
      {Phrase({"banque"})});
  EXPECT_THAT(Shown(rule, "argent et prêt"), ElementsAre("prêt"));
  EXPECT_THAT(Shown(rule, "prêt de la banque"), IsEmpty());
}

TEST(RuleSetTest, DisguisedWordsSaySo) {
  const auto set = SetOf({RuleOf({Phrase({"viagra"})})});
  TestComment comment("v1agra et viagra");
  const Evidence evidence = Match(*set, comment.Input(*set));
  ASSERT_EQ(evidence.spans.size(), 2u);
  EXPECT_TRUE(evidence.spans[0].disguised);
  EXPECT_FALSE(evidence.spans[1].disguised);
}

TEST(RuleSetTest, NearCountsWordsBetweenParts) {
  const auto rule = [](uint32_t near) {
    return RuleOf(
        {Phrase({"offre"}), Any({Phrase({"prêt"}), Regex({"cr.dit"})}),
         Is(ContactCondition{.links = true})},
        {}, near);
  };
  const char* kBody = "prêt a b offre c https://loans.test d";
  EXPECT_TRUE(Hits(rule(2), kBody));
  EXPECT_FALSE(Hits(rule(1), kBody));
  // Parts without a place, such as numbers, are not asked to be near.
  EXPECT_TRUE(Hits(RuleOf({Phrase({"offre"}), Known(true)}, {}, 0), "offre"));
  // A far place does not spoil a near one.
  EXPECT_TRUE(Hits(rule(0), "crédit x y z offre crédit https://a.test"));
}

TEST(RuleSetTest, RepeatsFillTheCounts) {
  const auto set = SetOf({RuleOf(
      {Is(RepeatsCondition{RepeatOf::kText, 2, absl::Minutes(10), {}})})});
  TestComment comment("x");
  comment.facts.repeats = {{RepeatOf::kText, 600, 7, 2}};
  const Evidence evidence = Match(*set, comment.Input(*set));
  ASSERT_EQ(evidence.hits.size(), 1u);
  EXPECT_EQ(evidence.hits[0].counts.count, 7u);
  EXPECT_EQ(evidence.hits[0].counts.authors, 2u);
  EXPECT_EQ(evidence.hits[0].counts.window_seconds, 600u);
}

TEST(RuleSetTest, HitsComeInRuleOrder) {
  std::vector<Rule> rules = {RuleOf({Regex({"prêt|pret"})}),
                             RuleOf({Known(true)}), RuleOf({Phrase({"x"})}),
                             RuleOf({Phrase({"prêt"})})};
  const auto set = SetOf(rules);
  TestComment comment("un prêt");
  const Evidence evidence = Match(*set, comment.Input(*set));
  Strings ids;
  for (const Hit& hit : evidence.hits) ids.push_back(hit.rule->id);
  EXPECT_THAT(
      ids, ElementsAre(rules[0].face.id, rules[1].face.id, rules[3].face.id));
}

TEST(RuleSetTest, MatchAppends) {
  const auto set = SetOf({RuleOf({Phrase({"prêt"})})});
  TestComment comment("un prêt");
  const RuleInput input = comment.Input(*set);
  RuleScratch scratch;
  Evidence evidence;
  set->Match(input, &scratch, &evidence);
  set->Match(input, &scratch, &evidence);
  ASSERT_EQ(evidence.hits.size(), 2u);
  EXPECT_EQ(evidence.hits[1].span_begin, 1u);
  EXPECT_EQ(evidence.hits[1].span_end, 2u);
}

TEST(RuleSetTest, OneScratchServesSeveralSets) {
  const auto small = SetOf({RuleOf({Phrase({"prêt"})})});
  const auto large =
      SetOf({RuleOf({Phrase({"a", "b"})}), RuleOf({Regex({"argent"})}),
             RuleOf({Phrase({"prêt"})})});
  TestComment for_small("un prêt"), for_large("un prêt");
  const RuleInput small_input = for_small.Input(*small);
  const RuleInput large_input = for_large.Input(*large);
  RuleScratch scratch;
  for (int i = 0; i < 3; ++i) {
    Evidence evidence;
    small->Match(small_input, &scratch, &evidence);
    large->Match(large_input, &scratch, &evidence);
    EXPECT_EQ(evidence.hits.size(), 2u);
  }
}

// One set after another takes over what it shares with the one before: a third
// of its rules are new, the others stand in another order.
TEST(RuleSetTest, TakesOverPatternsThatAreLoaded) {
  std::mt19937 random(21);
  std::vector<Rule> rules;
  std::shared_ptr<const RuleSet> loaded;
  size_t hits = 0;
  for (int version = 0; version < 6; ++version) {
    std::shuffle(rules.begin(), rules.end(), random);
    rules.resize(rules.size() * 2 / 3);
    while (rules.size() < 60) {
      Condition regex =
          Regex({RandomPattern(&random), RandomPattern(&random)},
                random() % 2 ? ViewKind::kRead : ViewKind::kPlain);
      const auto& texts = std::get<RegexCondition>(regex.test).patterns;
      if (!RE2(texts[0]).ok() || !RE2(texts[1]).ok()) continue;
      rules.push_back(RuleOf({std::move(regex)}));
    }
    const RuleSet::Limits limits{.cost_max = 1e9, .rule_cost_max = 1e9};
    std::vector<Issue> issues;
    const auto taken = RuleSet::Compile(rules, limits, &issues, loaded.get());
    const auto made = RuleSet::Compile(rules, limits, &issues);
    ASSERT_NE(taken, nullptr);
    ASSERT_NE(made, nullptr);
    EXPECT_EQ(taken->cost(), made->cost());
    EXPECT_TRUE(std::ranges::equal(taken->wake_rates(), made->wake_rates()));
    for (int c = 0; c < 40; ++c) {
      TestComment comment(RandomWords(&random, 30));
      const Evidence got = Match(*taken, comment.Input(*taken));
      const Evidence want = Match(*made, comment.Input(*made));
      ASSERT_EQ(got.hits.size(), want.hits.size()) << comment.body;
      for (size_t i = 0; i < got.hits.size(); ++i) {
        EXPECT_EQ(got.hits[i].rule->id, want.hits[i].rule->id) << comment.body;
        EXPECT_EQ(TextsOf(got, got.hits[i], comment.comment),
                  TextsOf(want, want.hits[i], comment.comment));
      }
      hits += got.hits.size();
    }
    loaded = taken;
  }
  EXPECT_GT(hits, 500u);
}

TEST(RuleSetTest, TellsWhatItReads) {
  const auto set = SetOf(
      {RuleOf(
           {Is(PhraseCondition{.phrases = {"x"}, .field = Field::kParentText}),
            Is(RepeatsCondition{RepeatOf::kText, 2, absl::Hours(1), {}})}),
       RuleOf({Is(OneOfCondition{Attribute::kLanguage, {"fr"}}),
               Is(RepeatsCondition{RepeatOf::kLink, 2, absl::Minutes(5), {}}),
               Is(RepeatsCondition{RepeatOf::kText, 9, absl::Hours(1), {}})})});
  EXPECT_TRUE(set->reads(Field::kParentText));
  EXPECT_FALSE(set->reads(Field::kAuthorName));
  EXPECT_TRUE(set->reads_language());
  EXPECT_THAT(set->windows(), ElementsAre(absl::Minutes(5), absl::Hours(1)));
  EXPECT_FALSE(SetOf({RuleOf({Known(true)})})->reads_language());
}

TEST(RuleSetTest, AddsTheFormsOfItsWords) {
  const auto set = SetOf({RuleOf({Phrase({"offre de prêt"})})});
  WordSet words;
  set->AddWords(&words);
  for (const char* word : {"offre", "offres", "de", "pret", "prets"}) {
    EXPECT_TRUE(words.Contains(HashWord(word))) << word;
  }
  EXPECT_FALSE(words.Contains(HashWord("des")));
}

TEST(RuleSetTest, ExplainsConditionByCondition) {
  Rule rule = RuleOf({Phrase({"offre"}), Any({Phrase({"prêt"}), Unknown()}),
                      Phrase({"contact"})},
                     {Is(DomainCondition{{"bank.test"}}, "unless.domain")}, 0);
  const auto set = SetOf({rule});
  TestComment comment("une offre. Un contact");
  const auto findings = set->Explain(0, comment.Input(*set));
  struct Want {
    const char* key;
    Truth truth;
    const char* missing;
    int depth;
    bool exception;
  };
  const Want kWant[] = {
      {"phrase", kT, "", 0, false},       {"any", kU, "scores", 0, false},
      {"phrase", kF, "", 1, false},       {"key", kU, "scores", 1, false},
      {"phrase", kT, "", 0, false},       {"near", kF, "", 0, false},
      {"unless.domain", kF, "", 0, true},
  };
  ASSERT_EQ(findings.size(), std::size(kWant));
  for (size_t i = 0; i < findings.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(findings[i].key, kWant[i].key);
    EXPECT_EQ(findings[i].truth, kWant[i].truth);
    EXPECT_EQ(findings[i].missing, kWant[i].missing);
    EXPECT_EQ(findings[i].depth, kWant[i].depth);
    EXPECT_EQ(findings[i].exception, kWant[i].exception);
  }
  ASSERT_EQ(findings[0].spans.size(), 1u);
  EXPECT_EQ(findings[0].spans[0].begin, 4u);
}

TEST(RuleSetTest, ExplainsNearThatHolds) {
  const auto set =
      SetOf({RuleOf({Phrase({"offre"}), Phrase({"prêt"})}, {}, 1)});
  TestComment comment("offre de prêt");
  const auto findings = set->Explain(0, comment.Input(*set));
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[2].key, "near");
  EXPECT_EQ(findings[2].truth, kT);
}

TEST(RuleSetTest, ManyThreadsShareOneSet) {
  const auto set = SetOf({RuleOf({Phrase({"prêt"}), Regex({"\\d+ euros"})}),
                          RuleOf({Regex({"argent"})})});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&set, t] {
      TestComment comment(t % 2 ? "un prêt de 500 euros" : "argent");
      const RuleInput input = comment.Input(*set);
      RuleScratch scratch;
      for (int i = 0; i < 2000; ++i) {
        Evidence evidence;
        set->Match(input, &scratch, &evidence);
        ASSERT_EQ(evidence.hits.size(), 1u);
        ASSERT_EQ(evidence.hits[0].rule, &set->rules()[t % 2 ? 0 : 1].face);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace crible
