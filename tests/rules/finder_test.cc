// Matching under texts and rules made to be slow, and what it allocates.

#include "rules/finder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "absl/time/clock.h"
#include "fmt/core.h"
#include "rules/rule_maker.h"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CRIBLE_COUNTS_ALLOCATIONS 1
namespace {
std::atomic<size_t> allocations{0};
}  // namespace

void* operator new(size_t size) {
  ++allocations;
  if (void* bytes = std::malloc(size == 0 ? 1 : size)) return bytes;
  throw std::bad_alloc();
}
void operator delete(void* bytes) noexcept { std::free(bytes); }
void operator delete(void* bytes, size_t) noexcept { std::free(bytes); }
#endif

namespace crible {
namespace {

constexpr size_t kBodyBytes = 64 << 10;

std::string Repeat(std::string_view words, size_t bytes = kBodyBytes) {
  std::string text;
  while (text.size() + words.size() <= bytes) text += words;
  return text;
}

struct Result {
  Evidence evidence;
  absl::Duration time;
};

Result Match(const std::vector<Rule>& rules, const std::string& body) {
  // Some of these rules are over the budget, and rightly.
  const auto set = SetOf(rules, {.cost_max = 1e9});
  TestComment comment(body);
  const RuleInput input = comment.Input(*set);
  RuleScratch scratch;
  Result result;
  const absl::Time start = absl::Now();
  set->Match(input, &scratch, &result.evidence);
  result.time = absl::Now() - start;
  return result;
}

// Generous bounds, for slow machines and sanitizers: what is quadratic takes
// minutes.
constexpr absl::Duration kPatience = absl::Seconds(5);

TEST(FinderTest, OneWordOverAndOver) {
  std::vector<Rule> rules;
  for (int i = 0; i < 5000; ++i) {
    rules.push_back(
        RuleOf({Phrase({"idiot", fmt::format("idiot mot{}x", i)})}));
  }
  const Result result = Match(rules, Repeat("idiot "));
  EXPECT_EQ(result.evidence.hits.size(), rules.size());
  EXPECT_EQ(result.evidence.spans.size(), rules.size() * kSpansPerRoleMax);
  EXPECT_TRUE(result.evidence.faults.empty());
  EXPECT_LT(result.time, kPatience);
}

TEST(FinderTest, APhraseOfFiftyEqualWords) {
  const std::string phrase = Repeat("idiot ", 300);
  const Result result =
      Match({RuleOf({Phrase({phrase})})}, Repeat("idiote idiot "));
  EXPECT_EQ(result.evidence.hits.size(), 1u);
  EXPECT_LT(result.time, kPatience);
}

TEST(FinderTest, NearWithThousandsOfPlaces) {
  std::vector<Rule> rules;
  for (int i = 0; i < 50; ++i) {
    rules.push_back(RuleOf({Phrase({"a"}), Phrase({"b"}), Phrase({"c"}),
                            Phrase({fmt::format("mot{}x", i), "z"})},
                           {}, 2));
  }
  const Result near = Match(rules, Repeat("a b c ") + "x x z");
  EXPECT_EQ(near.evidence.hits.size(), rules.size());
  EXPECT_LT(near.time, kPatience);
  const Result far = Match(rules, Repeat("a b c ") + "x x x z");
  EXPECT_TRUE(far.evidence.hits.empty());
  EXPECT_LT(far.time, kPatience);
}

// More places than are kept are a fault, not a silent miss.
TEST(FinderTest, TooManyPlacesAreAFault) {
  std::vector<Condition> parts;
  for (int i = 1; i <= 8; ++i) {
    std::string phrase;
    for (int j = 0; j < i; ++j) phrase += "a ";
    parts.push_back(Phrase({phrase}));
  }
  const Result result = Match({RuleOf(parts, {}, 3)}, Repeat("a "));
  ASSERT_EQ(result.evidence.faults.size(), 1u);
  EXPECT_EQ(result.evidence.faults[0].part, Part::kRules);
  EXPECT_LT(result.time, kPatience);
}

TEST(FinderTest, PatternsThatMatchEverywhere) {
  const Result result =
      Match({RuleOf({Regex({"a"})}), RuleOf({Regex({"(a|b)*c?"})}),
             RuleOf({Regex({"a[^y]*y|a"})}), RuleOf({Regex({"x*"})})},
            Repeat("ab "));
  EXPECT_EQ(result.evidence.hits.size(), 4u);
  EXPECT_LT(result.time, kPatience);
}

TEST(FinderTest, AHundredThousandTrustedDomains) {
  Strings domains;
  for (int i = 0; i < 100000; ++i) {
    domains.push_back(fmt::format("site-{}.test", i));
  }
  std::vector<Rule> rules;
  for (int i = 0; i < 3; ++i) {
    rules.push_back(RuleOf({Is(LinksCondition{.outside = domains})}));
  }
  rules.push_back(RuleOf({Is(DomainCondition{domains})}));
  const auto hits = [&rules](const char* body) {
    return Match(rules, body).evidence.hits.size();
  };
  EXPECT_EQ(hits("https://www.site-77777.test/x"), 1u);
  EXPECT_EQ(hits("https://site-1.example"), 3u);
}

#ifdef CRIBLE_COUNTS_ALLOCATIONS
TEST(FinderTest, MatchingAllocatesNothingInSteadyState) {
  const auto set =
      SetOf({RuleOf({Phrase({"offre de prêt", "prêt"})}, {}, 4),
             RuleOf({Phrase({"prêt"}), Regex({"\\d+ euros"})}, {}, 4),
             RuleOf({Is(ContactCondition{.links = true})}),
             RuleOf({Is(PhraseCondition{.phrases = {"Prêt"}, .exact = true})}),
             RuleOf({Is(PhraseCondition{.phrases = {"a", "b"}, .min = 2})}),
             RuleOf({Is(OneOfCondition{Attribute::kSection, {"sport"}})}),
             RuleOf({Is(DomainCondition{{"loans.test"}})})});
  TestComment comment("offre de prêt de 500 euros, a b, https://loans.test");
  comment.article.section = "sport";
  comment.comment.article = &comment.article;
  const RuleInput input = comment.Input(*set);
  RuleScratch scratch;
  Evidence evidence;
  for (int i = 0; i < 20; ++i) {
    evidence.Clear();
    set->Match(input, &scratch, &evidence);
  }
  ASSERT_EQ(evidence.hits.size(), 7u);
  const size_t before = allocations;
  evidence.Clear();
  set->Match(input, &scratch, &evidence);
  EXPECT_EQ(allocations - before, 0u);
}
#endif

}  // namespace
}  // namespace crible
