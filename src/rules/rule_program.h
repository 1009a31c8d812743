#ifndef CRIBLE_RULES_RULE_PROGRAM_H_
#define CRIBLE_RULES_RULE_PROGRAM_H_

// The compiled form of all rules: conditions as a flat expression, what they
// look things up in, and what wakes each rule. Made by rule_compiler.h, read by
// condition_eval.h, constant from then on.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "base/string_map.h"
#include "rules/contact_list.h"
#include "rules/domain_index.h"
#include "rules/pattern_book.h"
#include "rules/phrase_book.h"
#include "rules/rule.h"

namespace crible {

// A condition that is no group. `table` is where its lists stand, by kind: in
// contact_lists for links and contacts, domain_sets for the author's domains,
// value_sets for other attributes; of phrases the number of their
// list, of patterns that of their filter.
struct Leaf {
  const Condition* condition = nullptr;
  uint32_t rule = 0;
  uint32_t table = 0;
  bool wakes = false;  // when found, its rule is looked at
  std::vector<uint32_t> patterns;
};

// A node of a rule's expression. Children stand in one row, the cheap ones
// first; `order` is their order in the file.
struct ExpressionNode {
  enum class Kind : uint8_t { kLeaf, kAll, kAny };
  Kind kind = Kind::kLeaf;
  const Condition* condition = nullptr;  // null for the two roots of a rule
  uint32_t leaf = 0;
  uint32_t first_child = 0;
  uint32_t end_child = 0;
  uint32_t order = 0;
  std::optional<uint32_t> near;
};

// What, beside phrases, patterns and domains, wakes rules: they are looked at
// when a comment has a link, a contact, … or a number at least so large.
struct WakeTable {
  struct AtLeast {
    double min;
    uint32_t rule;
  };
  std::vector<uint32_t> always;
  std::vector<std::vector<uint32_t>> on_phrases;  // by list of phrases
  std::vector<uint32_t> on_link;
  std::vector<uint32_t> on_contact;
  std::vector<uint32_t> on_honeypot;
  std::vector<uint32_t> on_trusted;  // the author's trust is known
  std::vector<uint32_t> on_parent;
  std::vector<uint32_t> on_author_url;
  std::vector<uint32_t> on_score;                   // any is sent
  std::array<std::vector<AtLeast>, 4> on_repeats;   // by RepeatOf, ascending
  std::array<std::vector<AtLeast>, 14> on_measure;  // by Measure, ascending
};

struct RuleProgram {
  struct Roots {
    uint32_t when = 0;
    uint32_t unless = 0;
    bool has_unless = false;
  };

  uint64_t id = 0;  // tells scratch whom it was sized for
  std::vector<Rule> rules;
  std::vector<Roots> roots;  // by rule
  std::vector<ExpressionNode> nodes;
  std::vector<Leaf> leaves;
  PhraseBook phrases;
  PatternBook patterns;
  DomainIndex link_domains;  // domain conditions: host → leaf
  std::vector<DomainIndex> domain_sets;
  std::vector<ContactList> contact_lists;
  std::vector<StringSet> value_sets;  // folded
  WakeTable wakes;
  std::vector<double> wake_rates;  // by rule: share of ordinary comments
  std::array<bool, kFieldCount> reads{};
  bool reads_language = false;
  std::vector<absl::Duration> windows;  // ascending
  absl::TimeZone paris;
  std::vector<double> rule_costs;
  double cost = 0;
  size_t memory_bytes = 0;

  std::span<const ExpressionNode> Children(const ExpressionNode& node) const {
    return {nodes.data() + node.first_child, nodes.data() + node.end_child};
  }
};

inline constexpr size_t kMeasureCount = 14;

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_PROGRAM_H_
