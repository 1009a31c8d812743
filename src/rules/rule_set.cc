#include "rules/rule_set.h"

#include <algorithm>

#include "rules/condition_eval.h"
#include "rules/finder.h"
#include "rules/match_state.h"
#include "rules/places.h"
#include "rules/rule_compiler.h"
#include "rules/sent.h"

namespace crible {

class RuleSet::Impl {
 public:
  explicit Impl(std::unique_ptr<const RuleProgram> program)
      : program_(std::move(program)) {}

  const RuleProgram& program() const { return *program_; }

 private:
  std::unique_ptr<const RuleProgram> program_;
};

RuleSet::RuleSet(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RuleSet::~RuleSet() = default;

std::shared_ptr<const RuleSet> RuleSet::Compile(std::vector<Rule> rules,
                                                const Limits& limits,
                                                std::vector<Issue>* issues,
                                                const RuleSet* loaded) {
  auto program =
      CompileRules(std::move(rules), limits, issues,
                   loaded == nullptr ? nullptr : &loaded->impl_->program());
  if (program == nullptr) return nullptr;
  return std::shared_ptr<const RuleSet>(
      new RuleSet(std::make_unique<Impl>(std::move(program))));
}

const std::vector<Rule>& RuleSet::rules() const {
  return impl_->program().rules;
}

void RuleSet::AddWords(WordSet* words) const {
  impl_->program().phrases.AddWords(words);
}

bool RuleSet::reads(Field field) const {
  return impl_->program().reads[static_cast<size_t>(field)];
}

bool RuleSet::reads_language() const { return impl_->program().reads_language; }

std::span<const absl::Duration> RuleSet::windows() const {
  return impl_->program().windows;
}

double RuleSet::cost() const { return impl_->program().cost; }
size_t RuleSet::memory_bytes() const { return impl_->program().memory_bytes; }
std::span<const double> RuleSet::rule_costs() const {
  return impl_->program().rule_costs;
}

std::span<const double> RuleSet::wake_rates() const {
  return impl_->program().wake_rates;
}

void RuleSet::Match(const RuleInput& input, RuleScratch* scratch,
                    Evidence* evidence) const {
  const RuleProgram& program = impl_->program();
  RuleScratch::State& state = *scratch->state_;
  FindAll(program, input, &state);
  ConditionEval eval(program, input, &state);
  eval.Prefetch(state.awake);
  for (const uint32_t rule : state.awake) {
    if (!eval.Hits(rule)) continue;
    Hit hit{.rule = &program.rules[rule].face};
    state.spans.clear();
    eval.Collect(program.nodes[program.roots[rule].when], &state.spans,
                 &hit.counts);
    FinishSpans(&state.spans);
    hit.span_begin = static_cast<uint32_t>(evidence->spans.size());
    evidence->spans.insert(evidence->spans.end(), state.spans.begin(),
                           state.spans.end());
    hit.span_end = static_cast<uint32_t>(evidence->spans.size());
    evidence->hits.push_back(hit);
  }
  if (state.overflow) {
    evidence->faults.push_back(
        {.part = Part::kRules,
         .cause = "phrases stand in the text at too many places"});
  }
}

namespace {

// Walks a rule's expression in the order of the file.
class Explainer {
 public:
  Explainer(const RuleProgram& program, const RuleInput& input,
            RuleScratch::State* state)
      : program_(program), eval_(program, input, state) {}

  void AddChildren(const ExpressionNode& node, int depth, bool exception,
                   Position at) {
    std::vector<const ExpressionNode*> children;
    for (const ExpressionNode& child : program_.Children(node)) {
      children.push_back(&child);
    }
    std::sort(children.begin(), children.end(),
              [](const auto* a, const auto* b) { return a->order < b->order; });
    for (const ExpressionNode* child : children) Add(*child, depth, exception);
    if (!node.near) return;
    findings_.push_back({.key = "near",
                         .at = at,
                         .truth = HasAllParts(node) && eval_.IsNear(node)
                                      ? Truth::kTrue
                                      : Truth::kFalse,
                         .depth = depth,
                         .exception = exception});
  }

  std::vector<RuleSet::Finding> Take() { return std::move(findings_); }

 private:
  // Whether nothing but the distance could keep the group from being true.
  bool HasAllParts(const ExpressionNode& node) {
    for (const ExpressionNode& child : program_.Children(node)) {
      if (eval_.Evaluate(child) != Truth::kTrue) return false;
    }
    return true;
  }

  void Add(const ExpressionNode& node, int depth, bool exception) {
    RuleSet::Finding finding{.key = node.condition->key,
                             .at = node.condition->at,
                             .truth = eval_.Evaluate(node),
                             .depth = depth,
                             .exception = exception};
    if (finding.truth == Truth::kUnknown) {
      finding.missing = FirstMissing(node);
    }
    if (finding.truth == Truth::kTrue) AddSpans(node, &finding);
    findings_.push_back(std::move(finding));
    if (node.kind != ExpressionNode::Kind::kLeaf) {
      AddChildren(node, depth + 1, exception, node.condition->at);
    }
  }

  // Of the first unknown condition below a group.
  std::string FirstMissing(const ExpressionNode& node) {
    if (node.kind == ExpressionNode::Kind::kLeaf) {
      return std::string(MissingField(*node.condition));
    }
    for (const ExpressionNode& child : program_.Children(node)) {
      if (eval_.Evaluate(child) == Truth::kUnknown) return FirstMissing(child);
    }
    return {};
  }

  void AddSpans(const ExpressionNode& node, RuleSet::Finding* finding) {
    std::vector<HitSpan> spans;
    HitCounts counts;
    eval_.Collect(node, &spans, &counts);
    FinishSpans(&spans);
    for (const HitSpan& span : spans) finding->spans.push_back(span.span);
  }

  const RuleProgram& program_;
  ConditionEval eval_;
  std::vector<RuleSet::Finding> findings_;
};

}  // namespace

std::vector<RuleSet::Finding> RuleSet::Explain(size_t rule,
                                               const RuleInput& input) const {
  const RuleProgram& program = impl_->program();
  RuleScratch scratch;
  FindAll(program, input, scratch.state_.get());
  Explainer explainer(program, input, scratch.state_.get());
  const auto& roots = program.roots[rule];
  const Position at = program.rules[rule].at;
  explainer.AddChildren(program.nodes[roots.when], 0, false, at);
  if (roots.has_unless) {
    explainer.AddChildren(program.nodes[roots.unless], 0, true, at);
  }
  return explainer.Take();
}

RuleScratch::RuleScratch() : state_(std::make_unique<State>()) {}
RuleScratch::~RuleScratch() = default;

}  // namespace crible
