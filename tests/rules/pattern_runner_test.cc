// That patterns tried only near their keys find what RE2 finds: the same first
// place, and all after it.

#include "rules/pattern_runner.h"

#include <gtest/gtest.h>

#include <random>

#include "re2/re2.h"
#include "rules/pattern.h"
#include "rules/places.h"
#include "rules/random_patterns.h"
#include "rules/rule_maker.h"

namespace crible {
namespace {

std::vector<Span> PlacesOf(const RuleSet& set, const RuleInput& input) {
  RuleScratch scratch;
  Evidence evidence;
  set.Match(input, &scratch, &evidence);
  std::vector<Span> places;
  for (const HitSpan& span : evidence.spans) places.push_back(span.span);
  return places;
}

// As a hit shows them.
std::vector<Span> PlacesByReTwo(const std::string& pattern, const Text& text) {
  const RE2 re(pattern, PatternOptions());
  std::vector<Span> all;
  AppendPatternPlaces(re, text, Field::kBody, ViewKind::kRead, &all);
  std::vector<HitSpan> shown;
  for (const Span& span : all) shown.push_back({.span = span});
  FinishSpans(&shown);
  std::vector<Span> places;
  for (const HitSpan& span : shown) places.push_back(span.span);
  return places;
}

TEST(PatternRunnerTest, Table) {
  const struct {
    const char* pattern;
    const char* body;
  } kCases[] = {
      {"\\b(je|tu) (\\w+ )?gagne\\b", "Il gagne, tu gagne ; je le gagne"},
      {"\\bgagne\\b.{0,20}", "é gagne à la fin, et gagne encore"},
      {"(^|[.!?] *|@\\w+ )idiot\\b", "Un idiot. Idiot ! idiot"},
      {"\\b(oui )*gagne\\b", "oui oui oui gagne"},
      {"(gagne|€)", "12 € gagne €"},
      {".{0,9}€", "àààààààààààààààààà€"},
      {"\\d+ ?euros", "12euros et 40 euros"},
      {"(?i)e{2,} GAGNE", "ÉÉ gagne"},
  };
  for (const auto& c : kCases) {
    const auto set = SetOf({RuleOf({Regex({c.pattern})})});
    ASSERT_NE(set, nullptr);
    TestComment comment(c.body);
    const RuleInput input = comment.Input(*set);
    const auto places = PlacesOf(*set, input);
    EXPECT_EQ(places, PlacesByReTwo(c.pattern, *input.texts[0])) << c.pattern;
    EXPECT_FALSE(places.empty()) << c.pattern;
  }
}

TEST(PatternRunnerTest, AgreesWithReTwoOnRandomPatterns) {
  std::mt19937 random(12);
  size_t found = 0;
  for (int i = 0; i < 600; ++i) {
    const std::string pattern = RandomPattern(&random);
    if (!RE2(pattern, PatternOptions()).ok()) continue;
    std::vector<Issue> issues;
    const auto set =
        RuleSet::Compile({RuleOf({Regex({pattern})})}, {}, &issues);
    if (set == nullptr) continue;
    for (int t = 0; t < 12; ++t) {
      TestComment comment(RandomWords(&random, 30));
      const RuleInput input = comment.Input(*set);
      const auto want = PlacesByReTwo(pattern, *input.texts[0]);
      ASSERT_EQ(PlacesOf(*set, input), want) << pattern << "\n" << comment.body;
      found += want.size();
    }
  }
  EXPECT_GT(found, 3000u);
}

}  // namespace
}  // namespace crible
