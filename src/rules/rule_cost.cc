#include "rules/rule_cost.h"

#include <algorithm>

#include "rules/match_state.h"

namespace crible {
namespace {

// The shortest text that the budget is meant for: what a rule costs once a text
// is spread over so many bytes.
constexpr double kTextBytes = 512;
// A word and the space after it, in a text made to be slow.
constexpr double kWordBytes = 2;
constexpr double kProbeNs = 6;   // one step in the trie, table in L2
constexpr double kAcceptNs = 8;  // noting one place of a phrase
constexpr double kScanNs = 4;    // one byte through a literal scanner
constexpr double kWakeNs = 60;   // looking at one rule
// One place in a `near`: noting it, sorting, and the sets of parts. Measured on
// 64 KiB of nothing else.
constexpr double kPlaceNs = 115;
// RE2's automaton runs at about a byte a nanosecond while its states are
// cached. What it costs beyond grows with the program: `\pL{25,}` has 7,000
// instructions and took 13 ns a byte with 64 MB, 160 with 8.
constexpr double kAutomatonNs = 1;
constexpr double kInstructionNs = 1.0 / 400;
// A step of a pattern's own program; all patterns share the steps of a comment.
constexpr double kStepNs = 1.5;
// Without a literal to wait for it runs on every text, not on hostile ones
// only: it counts four times.
constexpr double kUnfilteredFactor = 4;

// A text that its program gives up on is RE2's.
double PatternCost(const Pattern& pattern) {
  const double cost = kAutomatonNs + pattern.size * kInstructionNs;
  return pattern.rate >= 1 ? cost * kUnfilteredFactor : cost;
}

double LeafCost(const RuleProgram& program, const Leaf& leaf) {
  double once = 10;
  double per_byte = 0;
  const auto& test = leaf.condition->test;
  if (const auto* phrase = std::get_if<PhraseCondition>(&test)) {
    once += kAcceptNs *
            static_cast<double>(std::min<size_t>(phrase->phrases.size(), 64));
  }
  for (const uint32_t id : leaf.patterns) {
    const Pattern& pattern = program.patterns.patterns()[id];
    per_byte +=
        PatternCost(pattern) / static_cast<double>(pattern.leaves.size());
  }
  return per_byte + once / kTextBytes;
}

double NodeCost(const RuleProgram& program, const ExpressionNode& node) {
  if (node.kind == ExpressionNode::Kind::kLeaf) {
    return LeafCost(program, program.leaves[node.leaf]);
  }
  double cost = 0;
  for (const ExpressionNode& child : program.Children(node)) {
    cost += NodeCost(program, child);
  }
  return cost;
}

// Only one phrase stands at one place of a text: it is at worst the one that
// most `near` read, over and over.
double NearCost(const PhraseBook& phrases) {
  double worst = 0;
  for (const Phrase& phrase : phrases.phrases()) {
    worst = std::max(worst, kPlaceNs * phrase.near_uses / phrase.bytes);
  }
  return worst;
}

// What all rules share: the walk from each word, the scan of each view.
double SharedCost(const RuleProgram& program) {
  double cost = 0;
  for (size_t field = 0; field < kFieldCount; ++field) {
    const PhraseTrie& trie = program.phrases.trie(static_cast<Field>(field));
    if (trie.nodes() == 0) continue;
    const double walk = kProbeNs * static_cast<double>(trie.depth() + 1);
    const double accept = kAcceptNs * static_cast<double>(trie.accepts_max());
    cost += (walk + accept) / kWordBytes;
  }
  const auto views = static_cast<double>(program.patterns.filters().size());
  cost += views * (kScanNs + kStepNs * kRegexStepsPerByte);
  return cost + NearCost(program.phrases);
}

size_t ConditionBytes(const Condition& condition);

size_t StringBytes(const std::vector<std::string>& strings) {
  size_t bytes = strings.capacity() * sizeof(std::string);
  for (const std::string& s : strings) {
    if (s.capacity() > 15) bytes += s.capacity() + 1;
  }
  return bytes;
}
// Of texts that several conditions share, each has its part.
size_t StringBytes(const SharedTexts& strings) {
  return StringBytes(strings.texts()) / std::max<size_t>(strings.copies(), 1);
}
size_t TestBytes(const PhraseCondition& test) {
  return StringBytes(test.phrases);
}
size_t TestBytes(const RegexCondition& test) {
  return StringBytes(test.patterns);
}
size_t TestBytes(const DomainCondition& test) {
  return StringBytes(test.domains);
}
size_t TestBytes(const LinksCondition& test) {
  return StringBytes(test.outside);
}
size_t TestBytes(const ContactCondition& test) {
  return StringBytes(test.outside);
}
size_t TestBytes(const OneOfCondition& test) {
  return StringBytes(test.values);
}
size_t TestBytes(const GroupCondition& test) {
  size_t bytes = 0;
  for (const Condition& child : test.children) bytes += ConditionBytes(child);
  return bytes;
}
template <typename Other>
size_t TestBytes(const Other&) {
  return 0;
}

size_t ConditionBytes(const Condition& condition) {
  return sizeof(Condition) + condition.key.capacity() +
         std::visit([](const auto& test) { return TestBytes(test); },
                    condition.test);
}

size_t RuleBytes(const Rule& rule) {
  size_t bytes = sizeof(Rule) + TestBytes(rule.when);
  for (const Condition& condition : rule.unless) {
    bytes += ConditionBytes(condition);
  }
  return bytes + (rule.must_match.size() + rule.must_pass.size()) * 512;
}

}  // namespace

void EstimateCosts(RuleProgram* program) {
  program->cost = SharedCost(*program);
  for (const auto& roots : program->roots) {
    double cost =
        kWakeNs / kTextBytes + NodeCost(*program, program->nodes[roots.when]);
    if (roots.has_unless) {
      cost += NodeCost(*program, program->nodes[roots.unless]);
    }
    program->rule_costs.push_back(cost);
    program->cost += cost;
  }
  size_t bytes = program->phrases.memory_bytes() +
                 program->patterns.memory_bytes() +
                 program->link_domains.memory_bytes() +
                 program->nodes.capacity() * sizeof(ExpressionNode) +
                 program->leaves.capacity() * sizeof(Leaf);
  for (const auto& set : program->domain_sets) bytes += set.memory_bytes();
  for (const auto& list : program->contact_lists) bytes += list.memory_bytes();
  for (const auto& set : program->value_sets) bytes += set.capacity() * 48;
  for (const Rule& rule : program->rules) bytes += RuleBytes(rule);
  program->memory_bytes = bytes;
}

size_t LargestRule(const RuleProgram& program) {
  size_t largest = 0, bytes_max = 0;
  for (size_t i = 0; i < program.rules.size(); ++i) {
    const size_t bytes = RuleBytes(program.rules[i]);
    if (bytes > bytes_max) {
      bytes_max = bytes;
      largest = i;
    }
  }
  return largest;
}

int EvaluationCost(const Condition& condition) {
  const auto& test = condition.test;
  if (std::holds_alternative<RegexCondition>(test)) return 100;
  if (std::holds_alternative<PhraseCondition>(test)) return 10;
  if (std::holds_alternative<HourCondition>(test)) return 20;
  if (std::holds_alternative<OneOfCondition>(test)) return 20;
  if (const auto* group = std::get_if<GroupCondition>(&test)) {
    int cost = 0;
    for (const Condition& child : group->children) {
      cost += EvaluationCost(child);
    }
    return cost;
  }
  return 1;
}

}  // namespace crible
