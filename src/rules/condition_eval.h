#ifndef CRIBLE_RULES_CONDITION_EVAL_H_
#define CRIBLE_RULES_CONDITION_EVAL_H_

// The second half of matching: is a rule's expression true, false or unknown,
// given what was found (finder.h), and where does it stand. Patterns that no
// rule waits for run here.

#include <span>
#include <string_view>
#include <vector>

#include "rules/match_state.h"
#include "rules/pattern_runner.h"
#include "rules/rule_program.h"
#include "rules/rule_set.h"

namespace crible {

class ConditionEval {
 public:
  ConditionEval(const RuleProgram& program, const RuleInput& input,
                RuleScratch::State* state)
      : program_(program),
        input_(input),
        state_(*state),
        patterns_(program, input, state) {}

  // Kleene: `all` is false if one is false, else unknown if one is unknown;
  // `any` the dual.
  Truth Evaluate(const ExpressionNode& node);
  // Asks for the memory that Hits will read first of each rule, step by step
  // for all of them.
  void Prefetch(std::span<const uint32_t> rules) const;
  // Whether the rule's conditions are true and no exception is.
  bool Hits(uint32_t rule);

  // Appends the places of all true conditions below a true node, unsorted, and
  // notes the largest repeat.
  void Collect(const ExpressionNode& node, std::vector<HitSpan>* spans,
               HitCounts* counts);

  // For a node with `near`: whether its parts stand close enough. Parts that
  // are not true have no place.
  bool IsNear(const ExpressionNode& node);

 private:
  Truth EvaluateLeaf(const Leaf& leaf);
  Truth Test(const Leaf& leaf, const PhraseCondition& test);
  Truth Test(const Leaf& leaf, const RegexCondition& test);
  Truth Test(const Leaf& leaf, const DomainCondition& test);
  Truth Test(const Leaf& leaf, const LinksCondition& test);
  Truth Test(const Leaf& leaf, const ContactCondition& test);
  Truth Test(const Leaf& leaf, const NumberCondition& test);
  Truth Test(const Leaf& leaf, const ScoreCondition& test);
  Truth Test(const Leaf& leaf, const OneOfCondition& test);
  Truth Test(const Leaf& leaf, const FlagCondition& test);
  Truth Test(const Leaf& leaf, const RepeatsCondition& test);
  Truth Test(const Leaf& leaf, const HourCondition& test);
  Truth Test(const Leaf& leaf, const UntilCondition& test);
  Truth Test(const Leaf&, const GroupCondition&) { return Truth::kUnknown; }

  const Text* TextOf(Field field) const {
    return input_.texts[static_cast<size_t>(field)];
  }
  const TextRuns& RunsOf(const Leaf& leaf, const RegexCondition& test);
  bool IsWanted(const Link& link, const Leaf& leaf,
                const LinksCondition& test) const;
  bool IsWanted(const Contact& contact, const Leaf& leaf,
                const ContactCondition& test) const;
  bool IsAnyOf(const Leaf& leaf, Attribute attribute, std::string_view value);

  // Calls visit(HitSpan) for each place of a leaf that is true.
  template <typename Visit>
  void VisitPlaces(const Leaf& leaf, Visit&& visit);
  // Calls visit(PhrasePlace) likewise.
  template <typename Visit>
  void VisitPhrases(const Leaf& leaf, const PhraseCondition& test,
                    Visit&& visit);
  template <typename Visit>
  void VisitLinks(const Leaf& leaf, Visit&& visit);
  uint32_t CollectParts(const ExpressionNode& node, uint32_t part);
  void CollectPlaces(const ExpressionNode& node, uint32_t part);

  const RuleProgram& program_;
  const RuleInput& input_;
  RuleScratch::State& state_;
  PatternRunner patterns_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_CONDITION_EVAL_H_
