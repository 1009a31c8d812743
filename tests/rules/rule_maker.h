#ifndef CRIBLE_TESTS_RULES_RULE_MAKER_H_
#define CRIBLE_TESTS_RULES_RULE_MAKER_H_

// Rules and comments in a line each, for tests of matching.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "rules/rule_set.h"
#include "text/text.h"

namespace crible {

using Test = decltype(Condition::test);
using Strings = std::vector<std::string>;

inline Condition Is(Test test, std::string key = "key", Position at = {2, 1}) {
  return {.test = std::move(test), .key = std::move(key), .at = at};
}
inline Condition Phrase(Strings phrases) {
  return Is(PhraseCondition{.phrases = std::move(phrases)}, "phrase");
}
inline Condition Regex(Strings patterns, ViewKind view = ViewKind::kRead) {
  return Is(RegexCondition{.patterns = std::move(patterns), .view = view},
            "regex");
}
inline Condition All(std::vector<Condition> children,
                     std::optional<uint32_t> near = std::nullopt) {
  return Is(GroupCondition{true, std::move(children), near}, "all");
}
inline Condition Any(std::vector<Condition> children) {
  return Is(GroupCondition{false, std::move(children), std::nullopt}, "any");
}
// Conditions that are true, false or unknown of every TestComment.
inline Condition Known(bool value) {
  return Is(NumberCondition{Measure::kLength, {.min = value ? 0 : 1e9}});
}
inline Condition Unknown() { return Is(ScoreCondition{"nobody", {}}); }

inline Rule RuleOf(std::vector<Condition> when,
                   std::vector<Condition> unless = {},
                   std::optional<uint32_t> near = std::nullopt) {
  static int number = 0;
  Rule rule;
  rule.face.id = "test/rule-" + std::to_string(++number);
  rule.file = "rules/test.toml";
  rule.at = {1, 1};
  rule.when = {true, std::move(when), near};
  rule.unless = std::move(unless);
  return rule;
}

inline std::shared_ptr<const RuleSet> SetOf(
    std::vector<Rule> rules, const RuleSet::Limits& limits = {}) {
  std::vector<Issue> issues;
  auto set = RuleSet::Compile(std::move(rules), limits, &issues);
  for (const Issue& issue : issues) {
    ADD_FAILURE() << FormatIssue(issue, UiLanguage::kEnglish);
  }
  return set;
}

// A comment of which only the body, signals and facts are sent, unless a test
// says more before the first input().
struct TestComment {
  explicit TestComment(std::string text) : body(std::move(text)) {
    comment.body = body;
    facts.now = absl::FromUnixSeconds(1782900000);  // 1 July 2026, 12:00 Paris
  }
  TestComment(const TestComment&) = delete;

  RuleInput Input(const RuleSet& set) {
    WordSet known;
    set.AddWords(&known);
    RuleInput input{.comment = &comment,
                    .signals = &signals,
                    .facts = &facts,
                    .language = language};
    for (size_t i = 0; i < std::size(texts); ++i) {
      const auto field = static_cast<Field>(i);
      const std::string_view text = FieldText(comment, field);
      if (text.empty() && field != Field::kBody) continue;
      AnalyzeText(text, BodyFormat::kPlain, known, &texts[i]);
      input.texts[i] = &texts[i];
    }
    return input;
  }

  std::string body;
  Comment comment;
  Article article;
  Signals signals;
  ObservedFacts facts;
  std::string_view language = "und";
  Text texts[6];
};

// The texts under the spans of a hit, for comparing.
inline Strings TextsOf(const Evidence& evidence, const Hit& hit,
                       const Comment& comment) {
  Strings texts;
  for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
    const Span& span = evidence.spans[i].span;
    texts.emplace_back(FieldText(comment, span.field)
                           .substr(span.begin, span.end - span.begin));
  }
  return texts;
}

}  // namespace crible

#endif  // CRIBLE_TESTS_RULES_RULE_MAKER_H_
