#include "rules/wake_table.h"

#include <algorithm>
#include <utility>

namespace crible {
namespace {

// How often a condition's trigger goes off, roughly, from rare to always. Only
// the order matters.
enum class Rate : uint8_t {
  kNever,
  kHoneypot,
  kPhrase,
  kDomain,
  kRegex,
  kRepeats,
  kContact,
  kLink,
  kNumber,
  kSent,  // a field that some callers always send
  kAlways,
};

struct Trigger {
  Rate rate = Rate::kAlways;
  std::vector<uint32_t> leaves;
};

class Chooser {
 public:
  explicit Chooser(RuleProgram* program) : program_(*program) {}

  void Run() {
    for (uint32_t rule = 0; rule < program_.rules.size(); ++rule) {
      const Trigger trigger = Choose(program_.nodes[program_.roots[rule].when]);
      if (trigger.rate == Rate::kAlways) {
        program_.wakes.always.push_back(rule);
        continue;
      }
      for (const uint32_t leaf : trigger.leaves) Register(leaf);
    }
    const auto by_min = [](const auto& a, const auto& b) {
      return a.min < b.min;
    };
    for (auto& list : program_.wakes.on_measure) {
      std::stable_sort(list.begin(), list.end(), by_min);
    }
    for (auto& list : program_.wakes.on_repeats) {
      std::stable_sort(list.begin(), list.end(), by_min);
    }
  }

 private:
  Trigger Choose(const ExpressionNode& node) const {
    if (node.kind == ExpressionNode::Kind::kLeaf) {
      return {RateOf(program_.leaves[node.leaf]), {node.leaf}};
    }
    const bool all = node.kind == ExpressionNode::Kind::kAll;
    Trigger chosen{all ? Rate::kAlways : Rate::kNever, {}};
    for (const ExpressionNode& child : program_.Children(node)) {
      Trigger trigger = Choose(child);
      if (all) {
        if (trigger.rate < chosen.rate) chosen = std::move(trigger);
        continue;
      }
      chosen.rate = std::max(chosen.rate, trigger.rate);
      chosen.leaves.insert(chosen.leaves.end(), trigger.leaves.begin(),
                           trigger.leaves.end());
    }
    return chosen;
  }

  Rate RateOf(const Leaf& leaf) const {
    return std::visit([&](const auto& test) { return RateOf(leaf, test); },
                      leaf.condition->test);
  }
  Rate RateOf(const Leaf&, const PhraseCondition&) const {
    return Rate::kPhrase;
  }
  Rate RateOf(const Leaf& leaf, const RegexCondition&) const {
    const bool filtered = std::all_of(
        leaf.patterns.begin(), leaf.patterns.end(), [this](uint32_t p) {
          return !program_.patterns.patterns()[p].clauses.empty();
        });
    return filtered ? Rate::kRegex : Rate::kAlways;
  }
  Rate RateOf(const Leaf&, const DomainCondition&) const {
    return Rate::kDomain;
  }
  Rate RateOf(const Leaf&, const LinksCondition& test) const {
    return test.count.min.value_or(0) > 0 ? Rate::kLink : Rate::kAlways;
  }
  Rate RateOf(const Leaf&, const ContactCondition& test) const {
    return test.links ? Rate::kLink : Rate::kContact;
  }
  Rate RateOf(const Leaf&, const NumberCondition& test) const {
    return test.bounds.min ? Rate::kNumber : Rate::kAlways;
  }
  Rate RateOf(const Leaf&, const ScoreCondition&) const { return Rate::kSent; }
  Rate RateOf(const Leaf&, const OneOfCondition&) const {
    return Rate::kAlways;
  }
  Rate RateOf(const Leaf&, const FlagCondition& test) const {
    if (test.flag == Flag::kHoneypot && test.value) return Rate::kHoneypot;
    return test.flag == Flag::kHoneypot ? Rate::kAlways : Rate::kSent;
  }
  Rate RateOf(const Leaf&, const RepeatsCondition&) const {
    return Rate::kRepeats;
  }
  Rate RateOf(const Leaf&, const HourCondition&) const { return Rate::kAlways; }
  Rate RateOf(const Leaf&, const UntilCondition&) const {
    return Rate::kAlways;
  }
  Rate RateOf(const Leaf&, const GroupCondition&) const {
    return Rate::kAlways;
  }

  void Register(uint32_t id) {
    Leaf& leaf = program_.leaves[id];
    WakeTable& wakes = program_.wakes;
    const auto& test = leaf.condition->test;
    if (const auto* contact = std::get_if<ContactCondition>(&test)) {
      wakes.on_contact.push_back(leaf.rule);
      if (contact->links) wakes.on_link.push_back(leaf.rule);
    } else if (std::holds_alternative<LinksCondition>(test)) {
      wakes.on_link.push_back(leaf.rule);
    } else if (const auto* number = std::get_if<NumberCondition>(&test)) {
      wakes.on_measure[static_cast<size_t>(number->measure)].push_back(
          {*number->bounds.min, leaf.rule});
    } else if (std::holds_alternative<ScoreCondition>(test)) {
      wakes.on_score.push_back(leaf.rule);
    } else if (const auto* repeats = std::get_if<RepeatsCondition>(&test)) {
      wakes.on_repeats[static_cast<size_t>(repeats->of)].push_back(
          {static_cast<double>(repeats->min), leaf.rule});
    } else if (const auto* flag = std::get_if<FlagCondition>(&test)) {
      OnFlag(flag->flag).push_back(leaf.rule);
    } else {
      leaf.wakes = true;  // a phrase, pattern or domain
    }
  }

  std::vector<uint32_t>& OnFlag(Flag flag) {
    switch (flag) {
      case Flag::kHoneypot:
        return program_.wakes.on_honeypot;
      case Flag::kAuthorTrusted:
        return program_.wakes.on_trusted;
      case Flag::kHasParent:
        return program_.wakes.on_parent;
      case Flag::kAuthorHasUrl:
        break;
    }
    return program_.wakes.on_author_url;
  }

  RuleProgram& program_;
};

}  // namespace

void FillWakeTable(RuleProgram* program) { Chooser(program).Run(); }

bool HasPlaces(const Condition& condition) {
  const auto& test = condition.test;
  if (const auto* phrase = std::get_if<PhraseCondition>(&test)) {
    return phrase->field == Field::kBody;
  }
  if (const auto* regex = std::get_if<RegexCondition>(&test)) {
    return regex->field == Field::kBody;
  }
  return std::holds_alternative<DomainCondition>(test) ||
         std::holds_alternative<LinksCondition>(test) ||
         std::holds_alternative<ContactCondition>(test);
}

}  // namespace crible
