#include "rules/slow_matcher.h"

#include <gtest/gtest.h>

#include "fmt/format.h"
#include "rules/random_rules.h"

namespace crible {
namespace {

constexpr int kSets = 60;
constexpr int kRulesPerSet = 40;
constexpr int kCommentsPerSet = 30;

std::string Print(std::span<const HitSpan> spans) {
  std::string text;
  for (const HitSpan& s : spans) {
    text += fmt::format(" {}[{},{}){}{}", FieldName(s.span.field), s.span.begin,
                        s.span.end, static_cast<int>(s.role),
                        s.disguised ? "d" : "");
  }
  return text;
}

std::string Print(const SlowHit& hit) {
  if (!hit.hits) return "no hit";
  return fmt::format("hit{} {} {} {}", Print(hit.spans), hit.counts.count,
                     hit.counts.authors, hit.counts.window_seconds);
}

// What the fast matcher says of a rule, in the same shape.
SlowHit FromEvidence(const Evidence& evidence, const Rule& rule) {
  for (const Hit& hit : evidence.hits) {
    if (hit.rule != &rule.face) continue;
    return {.hits = true,
            .spans = {evidence.spans.begin() + hit.span_begin,
                      evidence.spans.begin() + hit.span_end},
            .counts = hit.counts};
  }
  return {};
}

std::shared_ptr<const RuleSet> MakeSet(RandomRules* random, int number) {
  std::vector<Rule> rules;
  for (int i = 0; i < kRulesPerSet; ++i) {
    rules.push_back(random->MakeRule(number * kRulesPerSet + i));
  }
  std::vector<Issue> issues;
  auto set = RuleSet::Compile(std::move(rules), {.cost_max = 1e9}, &issues);
  for (const Issue& issue : issues) {
    ADD_FAILURE() << FormatIssue(issue, UiLanguage::kEnglish);
  }
  return set;
}

TEST(SlowMatcherTest, AgreesWithTheFastOneOnRandomRules) {
  int pairs = 0, hits = 0, different = 0;
  RuleScratch scratch;  // one for all sets, as a server's thread has
  for (int s = 0; s < kSets; ++s) {
    RandomRules random(1000 + s);
    const auto set = MakeSet(&random, s);
    ASSERT_NE(set, nullptr);
    WordSet known;
    set->AddWords(&known);
    for (int c = 0; c < kCommentsPerSet; ++c) {
      const RandomComment comment(&random, known);
      Evidence evidence;
      set->Match(comment.input(), &scratch, &evidence);
      EXPECT_TRUE(evidence.faults.empty());
      for (const Rule& rule : set->rules()) {
        const SlowHit want = SlowMatch(rule, comment.input());
        const SlowHit got = FromEvidence(evidence, rule);
        ++pairs;
        hits += want.hits;
        if (Print(want) != Print(got) && ++different <= 5) {
          ADD_FAILURE() << rule.face.id << " on <" << comment.body()
                        << ">\n slow: " << Print(want)
                        << "\n fast: " << Print(got);
        }
      }
    }
  }
  EXPECT_EQ(different, 0);
  EXPECT_GE(pairs, 20000);
  EXPECT_GE(hits, pairs / 50);  // or the vocabulary is too poor to tell
  RecordProperty("hits", hits);
}

// Findings are in the order of the file, groups before what they hold.
void CompareFindings(const std::vector<Condition>& conditions, bool has_near,
                     bool exception, const RuleInput& input,
                     const std::vector<RuleSet::Finding>& findings,
                     size_t* next) {
  for (const Condition& condition : conditions) {
    ASSERT_LT(*next, findings.size());
    const auto& finding = findings[(*next)++];
    EXPECT_EQ(finding.at, condition.at);
    EXPECT_EQ(finding.exception, exception);
    EXPECT_EQ(finding.truth, SlowTruth(condition, input))
        << "condition kind " << condition.test.index();
    EXPECT_EQ(finding.missing.empty(), finding.truth != Truth::kUnknown);
    if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
      CompareFindings(group->children, group->near.has_value(), exception,
                      input, findings, next);
    }
  }
  if (!has_near) return;
  ASSERT_LT(*next, findings.size());
  EXPECT_EQ(findings[(*next)++].key, "near");
}

TEST(SlowMatcherTest, AgreesWithExplainConditionByCondition) {
  for (int s = 0; s < 10; ++s) {
    RandomRules random(5000 + s);
    const auto set = MakeSet(&random, s);
    ASSERT_NE(set, nullptr);
    WordSet known;
    set->AddWords(&known);
    for (int c = 0; c < 5; ++c) {
      const RandomComment comment(&random, known);
      for (size_t r = 0; r < set->rules().size(); ++r) {
        const Rule& rule = set->rules()[r];
        const auto findings = set->Explain(r, comment.input());
        size_t next = 0;
        CompareFindings(rule.when.children, rule.when.near.has_value(), false,
                        comment.input(), findings, &next);
        CompareFindings(rule.unless, false, true, comment.input(), findings,
                        &next);
        EXPECT_EQ(next, findings.size());
      }
    }
  }
}

}  // namespace
}  // namespace crible
