#include "rules/wake_table.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "rules/regex_syntax.h"
#include "rules/word_rarity.h"
#include "text/fold.h"

namespace crible {
namespace {

// How often a condition's trigger goes off: the share of ordinary comments, as
// far as it can be guessed. At `kAlways` there is nothing to wait for.
constexpr double kNever = 0;
constexpr double kHoneypot = 0.001;
constexpr double kDomain = 0.002;
constexpr double kRepeats = 0.05;
constexpr double kContact = 0.05;
constexpr double kLink = 0.15;
constexpr double kNumber = 0.5;
constexpr double kSent = 0.9;  // a field that some callers always send
// Patterns that wait for nothing run on every text, and wake what they match.
constexpr double kRuns = 0.95;
constexpr double kAlways = 1;
// Plural and feminine forms, beside the word as it was written.
constexpr double kForms = 1.3;
// Words of a phrase seek each other: each after the first leaves so many.
constexpr double kNextWord = 0.2;

struct Trigger {
  double rate = kAlways;
  std::vector<uint32_t> leaves;
};

double PhraseRate(std::string_view phrase) {
  const std::string folded = FoldText(phrase);
  double rate = 1, others = 1;
  size_t words = 0;
  for (size_t i = 0; i < folded.size(); ++words) {
    const auto is_word = [&folded](size_t at) {
      return IsRegexWord(static_cast<unsigned char>(folded[at])) ||
             static_cast<unsigned char>(folded[at]) >= 0x80;
    };
    while (i < folded.size() && !is_word(i)) ++i;
    const size_t begin = i;
    while (i < folded.size() && is_word(i)) ++i;
    if (i == begin) break;
    rate = std::min(rate, kForms * WordRate(std::string_view(folded).substr(
                                       begin, i - begin)));
    if (words > 0) others *= kNextWord;
  }
  return rate * others;
}

class Chooser {
 public:
  explicit Chooser(RuleProgram* program)
      : program_(*program), list_rates_(program->phrases.lists(), -1) {
    program->wakes.on_phrases.resize(program->phrases.lists());
  }

  void Run() {
    for (uint32_t rule = 0; rule < program_.rules.size(); ++rule) {
      const Trigger trigger = Choose(program_.nodes[program_.roots[rule].when]);
      program_.wake_rates.push_back(std::min(trigger.rate, kAlways));
      if (trigger.rate >= kAlways) {
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
  Trigger Choose(const ExpressionNode& node) {
    if (node.kind == ExpressionNode::Kind::kLeaf) {
      return {RateOf(program_.leaves[node.leaf]), {node.leaf}};
    }
    const bool all = node.kind == ExpressionNode::Kind::kAll;
    if (all) SortByRate(node);
    Trigger chosen{all ? kAlways : kNever, {}};
    bool waits = true;
    for (const ExpressionNode& child : program_.Children(node)) {
      Trigger trigger = Choose(child);
      if (all) {
        if (trigger.rate < chosen.rate) chosen = std::move(trigger);
        continue;
      }
      waits &= trigger.rate < kAlways;
      chosen.rate += trigger.rate;
      chosen.leaves.insert(chosen.leaves.end(), trigger.leaves.begin(),
                           trigger.leaves.end());
    }
    // However many they are together.
    if (!all && waits) chosen.rate = std::min(chosen.rate, kRuns);
    return chosen;
  }

  // Of conditions that must all hold the one that seldom does is asked first,
  // among those that cost about the same.
  void SortByRate(const ExpressionNode& node) {
    struct Child {
      bool dear;
      double rate;
      ExpressionNode node;
    };
    std::vector<Child> children;
    for (const ExpressionNode& child : program_.Children(node)) {
      const bool dear =
          child.kind != ExpressionNode::Kind::kLeaf ||
          std::holds_alternative<RegexCondition>(child.condition->test);
      children.push_back({dear, Choose(child).rate, child});
    }
    std::stable_sort(
        children.begin(), children.end(), [](const Child& a, const Child& b) {
          return std::tie(a.dear, a.rate) < std::tie(b.dear, b.rate);
        });
    for (size_t i = 0; i < children.size(); ++i) {
      program_.nodes[node.first_child + i] = children[i].node;
    }
  }

  double RateOf(const Leaf& leaf) const {
    return std::visit([&](const auto& test) { return RateOf(leaf, test); },
                      leaf.condition->test);
  }
  double RateOf(const Leaf& leaf, const PhraseCondition& test) const {
    double& rate = list_rates_[leaf.table];
    if (rate < 0) {
      rate = 0;
      for (const std::string& phrase : test.phrases) rate += PhraseRate(phrase);
      // A phrase that is there is found, whatever was guessed.
      rate = std::min(rate, kNumber);
    }
    return test.min > 1 ? rate * rate : rate;
  }
  double RateOf(const Leaf& leaf, const RegexCondition&) const {
    double rate = 0;
    for (const uint32_t id : leaf.patterns) {
      const double of_pattern = program_.patterns.patterns()[id].rate;
      rate += of_pattern;
      if (of_pattern >= 1) return kRuns;
    }
    // Every pattern has keys to wait for, however many they are together.
    return std::min(rate, kSent);
  }
  double RateOf(const Leaf&, const DomainCondition&) const { return kDomain; }
  double RateOf(const Leaf&, const LinksCondition& test) const {
    return test.count.min.value_or(0) > 0 ? kLink : kAlways;
  }
  double RateOf(const Leaf&, const ContactCondition& test) const {
    return test.links ? kLink : kContact;
  }
  double RateOf(const Leaf&, const NumberCondition& test) const {
    return test.bounds.min ? kNumber : kAlways;
  }
  double RateOf(const Leaf&, const ScoreCondition&) const { return kSent; }
  double RateOf(const Leaf&, const OneOfCondition&) const { return kAlways; }
  double RateOf(const Leaf&, const FlagCondition& test) const {
    if (test.flag == Flag::kHoneypot && test.value) return kHoneypot;
    return test.flag == Flag::kHoneypot ? kAlways : kSent;
  }
  double RateOf(const Leaf&, const RepeatsCondition&) const { return kRepeats; }
  double RateOf(const Leaf&, const HourCondition&) const { return kAlways; }
  double RateOf(const Leaf&, const UntilCondition&) const { return kAlways; }
  double RateOf(const Leaf&, const GroupCondition&) const { return kAlways; }

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
    } else if (std::holds_alternative<PhraseCondition>(test)) {
      auto& rules = wakes.on_phrases[leaf.table];
      if (rules.empty() || rules.back() != leaf.rule) {
        rules.push_back(leaf.rule);
      }
    } else {
      leaf.wakes = true;  // a pattern or domain
      for (const uint32_t pattern : leaf.patterns) {
        program_.patterns.WaitFor(pattern, leaf.rule);
      }
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
  mutable std::vector<double> list_rates_;  // negative: not asked for yet
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
