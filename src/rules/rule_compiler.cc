#include "rules/rule_compiler.h"

#include <algorithm>
#include <atomic>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "fmt/core.h"
#include "rules/near.h"
#include "rules/rule_cost.h"
#include "rules/wake_table.h"
#include "text/fold.h"

namespace crible {
namespace {

// Conditions that many rules share ("outside" a list of 100,000 domains) are
// compiled once: by content.
template <typename Texts>
std::string ListKey(const Texts& values) {
  std::string key;
  for (const std::string& value : values) key.append(value).push_back('\n');
  return key;
}

class Compiler {
 public:
  Compiler(std::vector<Rule> rules, const RuleSet::Limits& limits,
           std::vector<Issue>* issues, const RuleProgram* loaded)
      : limits_(limits),
        issues_(*issues),
        program_(std::make_unique<RuleProgram>()) {
    static std::atomic<uint64_t> next_id{1};
    program_->id = next_id.fetch_add(1);
    program_->rules = std::move(rules);
    if (loaded != nullptr) {
      program_->patterns.TakeFrom(loaded->patterns, limits.regex_memory_bytes);
    }
  }

  std::unique_ptr<const RuleProgram> Compile() {
    if (program_->rules.size() > kRulesMax) {
      Complain(program_->rules[kRulesMax], program_->rules[kRulesMax].at,
               "too-many-rules",
               {fmt::format("plus de {} règles en tout", kRulesMax),
                fmt::format("more than {} rules in all", kRulesMax)});
      return nullptr;
    }
    if (!absl::LoadTimeZone("Europe/Paris", &program_->paris)) {
      program_->paris = absl::UTCTimeZone();
      lacks_time_zone_ = true;
    }
    for (uint32_t i = 0; i < program_->rules.size(); ++i) CompileRule(i);
    if (failed_) return nullptr;
    FillWakeTable(program_.get());
    BuildTables();
    if (failed_) return nullptr;
    EstimateCosts(program_.get());
    CheckLimits();
    if (failed_) return nullptr;
    return std::move(program_);
  }

 private:
  void Complain(const Rule& rule, Position at, std::string kind,
                Localized message) {
    failed_ = true;
    issues_.push_back({.file = rule.file,
                       .at = at,
                       .kind = std::move(kind),
                       .message = std::move(message)});
  }
  // About the condition that is being compiled.
  void Complain(const Condition& condition, std::string kind,
                Localized message) {
    Complain(program_->rules[rule_],
             condition.at.line > 0 ? condition.at : program_->rules[rule_].at,
             std::move(kind), std::move(message));
  }

  void CompileRule(uint32_t index) {
    rule_ = index;
    const Rule& rule = program_->rules[index];
    RuleProgram::Roots roots;
    if (rule.when.children.empty()) {
      Complain(rule, rule.at, "no-condition",
               {"la règle n'a aucune condition et toucherait tout ; "
                "écrire par exemple phrase = \"…\"",
                "the rule has no condition and would hit everything; write for "
                "example phrase = \"…\""});
      return;
    }
    roots.when = AddNode();
    CompileGroup(roots.when, nullptr, rule.when.children, rule.when.all,
                 rule.when.near, 0, false);
    if (!rule.unless.empty()) {
      roots.has_unless = true;
      roots.unless = AddNode();
      CompileGroup(roots.unless, nullptr, rule.unless, false, std::nullopt, 0,
                   false);
    }
    program_->roots.push_back(roots);
  }

  uint32_t AddNode() {
    program_->nodes.emplace_back();
    return static_cast<uint32_t>(program_->nodes.size() - 1);
  }

  void CompileGroup(uint32_t node, const Condition* condition,
                    const std::vector<Condition>& children, bool all,
                    std::optional<uint32_t> near, int depth, bool in_near) {
    if (!CheckGroup(condition, children, all, near, depth)) return;
    std::vector<uint32_t> order(children.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(
        order.begin(), order.end(), [&children](uint32_t a, uint32_t b) {
          return EvaluationCost(children[a]) < EvaluationCost(children[b]);
        });
    const auto first = static_cast<uint32_t>(program_->nodes.size());
    program_->nodes.resize(first + children.size());
    for (uint32_t i = 0; i < order.size(); ++i) {
      program_->nodes[first + i].order = order[i];
      CompileNode(first + i, children[order[i]], depth,
                  in_near || near.has_value());
    }
    ExpressionNode& group = program_->nodes[node];
    group.kind = all ? ExpressionNode::Kind::kAll : ExpressionNode::Kind::kAny;
    group.condition = condition;
    group.first_child = first;
    group.end_child = first + static_cast<uint32_t>(children.size());
    group.near = near;
  }

  // Whether the group can be compiled.
  bool CheckGroup(const Condition* condition,
                  const std::vector<Condition>& children, bool all,
                  std::optional<uint32_t> near, int depth) {
    const Rule& rule = program_->rules[rule_];
    const Position at = condition ? condition->at : rule.at;
    if (children.empty()) {
      Complain(rule, at, "empty-group",
               {"groupe vide ; y écrire au moins une condition",
                "empty group; write at least one condition in it"});
    } else if (depth >= kGroupDepthMax) {
      Complain(
          rule, at, "deep-group",
          {fmt::format("plus de {} groupes l'un dans l'autre", kGroupDepthMax),
           fmt::format("more than {} groups within one another",
                       kGroupDepthMax)});
    } else if (near && !all) {
      Complain(rule, at, "near-in-any",
               {"« near » n'a de sens que si toutes les parties sont exigées ; "
                "l'écrire dans la règle ou dans un groupe « all »",
                "“near” needs all of its parts; write it in the rule or in an "
                "“all” group"});
    } else if (near && CountPlacedParts(children) > kNearPartsMax) {
      Complain(rule, at, "near-too-many",
               {fmt::format("« near » a plus de {} parties", kNearPartsMax),
                fmt::format("“near” has more than {} parts", kNearPartsMax)});
    } else {
      return true;
    }
    return false;
  }

  static uint32_t CountPlacedParts(const std::vector<Condition>& children) {
    uint32_t parts = 0;
    for (const Condition& child : children) {
      const auto* group = std::get_if<GroupCondition>(&child.test);
      if (group != nullptr && group->all) {
        parts += CountPlacedParts(group->children);
      } else if (group != nullptr || HasPlaces(child)) {
        ++parts;
      }
    }
    return parts;
  }

  void CompileNode(uint32_t node, const Condition& condition, int depth,
                   bool in_near) {
    if (const auto* group = std::get_if<GroupCondition>(&condition.test)) {
      CompileGroup(node, &condition, group->children, group->all, group->near,
                   depth + 1, in_near);
      return;
    }
    program_->nodes[node].condition = &condition;
    program_->nodes[node].leaf = static_cast<uint32_t>(program_->leaves.size());
    in_near_ = in_near;
    program_->leaves.push_back({.condition = &condition, .rule = rule_});
    std::visit(
        [this, &condition](const auto& test) { CompileLeaf(condition, test); },
        condition.test);
  }

  Leaf& leaf() { return program_->leaves.back(); }
  uint32_t leaf_id() const {
    return static_cast<uint32_t>(program_->leaves.size() - 1);
  }

  void CompileLeaf(const Condition& condition, const PhraseCondition& test) {
    program_->reads[static_cast<size_t>(test.field)] = true;
    size_t bad = 0;
    const bool in_near = in_near_ && test.field == Field::kBody;
    const auto problem =
        program_->phrases.AddCondition(test, in_near, &leaf().table, &bad);
    if (problem == PhraseBook::Problem::kNoWords) {
      const std::string& phrase = test.phrases[bad];
      Complain(condition, "phrase-without-words",
               {fmt::format("« {} » n'a aucun mot à chercher (un lien ou une "
                            "adresse n'en est pas un : écrire domain ou "
                            "contact)",
                            phrase),
                fmt::format("“{}” has no word to look for (a link or an "
                            "address is none: write domain or contact)",
                            phrase)});
    } else if (problem == PhraseBook::Problem::kTooManyWords) {
      Complain(
          condition, "phrase-too-long",
          {fmt::format("une expression a plus de {} mots", kPhraseWordsMax),
           fmt::format("a phrase has more than {} words", kPhraseWordsMax)});
    }
  }

  void CompileLeaf(const Condition& condition, const RegexCondition& test) {
    program_->reads[static_cast<size_t>(test.field)] = true;
    for (const std::string& text : test.patterns) {
      auto added = program_->patterns.Add(
          text, test.field, test.view, leaf_id(), limits_.regex_memory_bytes);
      if (added.error.empty()) {
        leaf().patterns.push_back(added.pattern);
        leaf().table = program_->patterns.patterns()[added.pattern].filter;
        continue;
      }
      Complain(
          condition, "bad-regex",
          {fmt::format("'{}' n'est pas un motif RE2 : {}", text, added.error),
           fmt::format("'{}' is no RE2 pattern: {}", text, added.error)});
    }
  }

  void ComplainOfDomain(const Condition& condition, std::string_view domain) {
    Complain(condition, "bad-domain",
             {fmt::format("« {} » n'est pas un domaine ; écrire par exemple "
                          "\"exemple.fr\" ou \"*.shop\"",
                          domain),
              fmt::format("“{}” is no domain; write for example "
                          "\"example.com\" or \"*.shop\"",
                          domain)});
  }

  void CompileLeaf(const Condition& condition, const DomainCondition& test) {
    for (const std::string& domain : test.domains) {
      if (!program_->link_domains.Add(domain, leaf_id())) {
        ComplainOfDomain(condition, domain);
      }
    }
  }

  uint32_t ContactTable(const Condition& condition,
                        const SharedTexts& outside) {
    const auto [known, is_new_copy] =
        contact_tables_by_id_.try_emplace(outside.id(), 0);
    if (!is_new_copy) return known->second;
    const auto [it, is_new] = contact_tables_.try_emplace(
        ListKey(outside),
        static_cast<uint32_t>(program_->contact_lists.size()));
    known->second = it->second;
    if (!is_new) return it->second;
    auto& list = program_->contact_lists.emplace_back();
    for (const std::string& entry : outside) {
      if (!list.Add(entry)) ComplainOfDomain(condition, entry);
    }
    return it->second;
  }
  void CompileLeaf(const Condition& condition, const LinksCondition& test) {
    leaf().table = ContactTable(condition, test.outside);
  }
  void CompileLeaf(const Condition& condition, const ContactCondition& test) {
    leaf().table = ContactTable(condition, test.outside);
  }

  void CompileLeaf(const Condition& condition, const OneOfCondition& test) {
    const std::string key = fmt::format(
        "{}\n{}", static_cast<int>(test.attribute), ListKey(test.values));
    switch (test.attribute) {
      case Attribute::kAuthorDomain:
      case Attribute::kAuthorEmailDomain: {
        auto& sets = program_->domain_sets;
        const auto [it, is_new] =
            tables_.try_emplace(key, static_cast<uint32_t>(sets.size()));
        leaf().table = it->second;
        if (!is_new) return;
        auto& domains = sets.emplace_back();
        for (const std::string& domain : test.values) {
          if (!domains.Add(domain)) ComplainOfDomain(condition, domain);
        }
        return;
      }
      case Attribute::kLanguage:
        program_->reads_language = true;
        break;
      case Attribute::kSection:
      case Attribute::kTag:
      case Attribute::kSite:
      case Attribute::kAuthorId:
        break;
    }
    auto& sets = program_->value_sets;
    const auto [it, is_new] =
        tables_.try_emplace(key, static_cast<uint32_t>(sets.size()));
    leaf().table = it->second;
    if (!is_new) return;
    auto& values = sets.emplace_back();
    for (const std::string& value : test.values) {
      values.insert(test.attribute == Attribute::kAuthorId ? value
                                                           : FoldText(value));
    }
  }

  void CompileLeaf(const Condition&, const RepeatsCondition& test) {
    windows_.insert(test.within);
  }
  void CompileLeaf(const Condition& condition, const HourCondition&) {
    if (!lacks_time_zone_) return;
    Complain(condition, "no-time-zone",
             {"le fuseau horaire Europe/Paris manque sur cette machine ; "
              "installer tzdata",
              "this machine lacks the time zone Europe/Paris; install tzdata"});
  }
  void CompileLeaf(const Condition&, const NumberCondition&) {}
  void CompileLeaf(const Condition&, const ScoreCondition&) {}
  void CompileLeaf(const Condition&, const FlagCondition&) {}
  void CompileLeaf(const Condition&, const UntilCondition&) {}
  void CompileLeaf(const Condition&, const GroupCondition&) {}

  // The rule with the most phrases is the one to name when they are too many.
  const Rule& RuleWithMostPhrases() const {
    std::vector<size_t> phrases(program_->rules.size(), 0);
    for (const Leaf& leaf : program_->leaves) {
      const auto* test = std::get_if<PhraseCondition>(&leaf.condition->test);
      if (test != nullptr) phrases[leaf.rule] += test->phrases.size();
    }
    return program_->rules[static_cast<size_t>(
        std::max_element(phrases.begin(), phrases.end()) - phrases.begin())];
  }

  void BuildTables() {
    program_->windows.assign(windows_.begin(), windows_.end());
    if (!program_->phrases.Build()) {
      const Rule& rule = RuleWithMostPhrases();
      Complain(rule, rule.at, "too-many-phrases",
               {fmt::format("les expressions de toutes les règles dépassent "
                            "ce que l'automate peut tenir ; la règle {} en a "
                            "le plus",
                            rule.face.id),
                fmt::format("the phrases of all rules are more than the "
                            "automaton can hold; rule {} has most of them",
                            rule.face.id)});
    }
    if (!program_->patterns.Build()) {
      const Rule& rule = program_->rules[0];
      Complain(rule, rule.at, "too-many-patterns",
               {"les motifs de toutes les règles ont trop de texte",
                "the patterns of all rules have too much text"});
    }
  }

  void CheckRuleCosts() {
    for (size_t i = 0; i < program_->rule_costs.size(); ++i) {
      const double cost = program_->rule_costs[i];
      if (cost <= limits_.rule_cost_max) continue;
      const Rule& rule = program_->rules[i];
      Complain(rule, rule.at, "rule-cost-over-budget",
               FormatBoth("la règle {} peut coûter {:.0f} ns par octet de "
                          "texte, le budget d'une règle est de {:.0f} : "
                          "coupez ses motifs ou donnez-leur un mot fixe",
                          "the rule {} may cost {:.0f} ns per byte of text, "
                          "the budget of a rule is {:.0f}: cut its patterns or "
                          "give them a fixed word",
                          rule.face.id, cost, limits_.rule_cost_max));
    }
  }

  void CheckLimits() {
    CheckRuleCosts();
    const auto dearest =
        static_cast<size_t>(std::max_element(program_->rule_costs.begin(),
                                             program_->rule_costs.end()) -
                            program_->rule_costs.begin());
    if (program_->cost > limits_.cost_max) {
      const Rule& rule = program_->rules[dearest];
      Complain(rule, rule.at, "cost-over-budget",
               {fmt::format("les règles peuvent coûter {:.0f} ns par octet de "
                            "texte, le budget est de {:.0f} ; la plus chère "
                            "est {} ({:.1f} ns par octet)",
                            program_->cost, limits_.cost_max, rule.face.id,
                            program_->rule_costs[dearest]),
                fmt::format("the rules may cost {:.0f} ns per byte of text, "
                            "the budget is {:.0f}; the dearest is {} ({:.1f} "
                            "ns per byte)",
                            program_->cost, limits_.cost_max, rule.face.id,
                            program_->rule_costs[dearest])});
    }
    if (program_->memory_bytes > limits_.memory_max_bytes) {
      const Rule& rule = program_->rules[LargestRule(*program_)];
      Complain(rule, rule.at, "memory-over-budget",
               {fmt::format("les règles prennent {} Mo de mémoire, le budget "
                            "est de {} Mo ; la plus grosse est {}",
                            program_->memory_bytes >> 20,
                            limits_.memory_max_bytes >> 20, rule.face.id),
                fmt::format("the rules take {} MB of memory, the budget is {} "
                            "MB; the largest is {}",
                            program_->memory_bytes >> 20,
                            limits_.memory_max_bytes >> 20, rule.face.id)});
    }
  }

  const RuleSet::Limits& limits_;
  std::vector<Issue>& issues_;
  std::unique_ptr<RuleProgram> program_;
  uint32_t rule_ = 0;
  bool in_near_ = false;
  bool failed_ = false;
  bool lacks_time_zone_ = false;
  StringMap<uint32_t> contact_tables_;
  absl::flat_hash_map<const void*, uint32_t> contact_tables_by_id_;
  StringMap<uint32_t> tables_;
  absl::btree_set<absl::Duration> windows_;
};

}  // namespace

std::unique_ptr<const RuleProgram> CompileRules(std::vector<Rule> rules,
                                                const RuleSet::Limits& limits,
                                                std::vector<Issue>* issues,
                                                const RuleProgram* loaded) {
  return Compiler(std::move(rules), limits, issues, loaded).Compile();
}

}  // namespace crible
