#ifndef CRIBLE_RULES_RULE_SET_H_
#define CRIBLE_RULES_RULE_SET_H_

// All rules of a bundle, compiled for matching. Immutable after Compile and
// safe from any thread; what a match needs to write lives in RuleScratch.
//
// Phrases of all rules are one automaton over the words of the text, walked
// from each word on: a word costs one probe, however many rules there are.
// Patterns wait for their rarest words and run as small programs. A rule is
// looked at only when something that it needs was found; see
// src/rules/README.md.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "comment/comment.h"
#include "comment/evidence.h"
#include "rules/rule.h"
#include "text/text.h"

namespace crible {

// What matching reads. `texts` holds the analysed fields that rules ask for
// (RuleSet::fields()); a null entry is a field that was not sent.
struct RuleInput {
  const Comment* comment = nullptr;
  const Text* texts[6] = {};  // by Field
  const Signals* signals = nullptr;
  const ObservedFacts* facts = nullptr;
  std::string_view language;  // "und" when unknown
};

class RuleScratch;  // kept by the caller, one a thread

// A hit shows at most so many spans of each role: the first ones.
inline constexpr uint32_t kSpansPerRoleMax = 16;

class RuleSet {
 public:
  struct Limits {
    // Worst case of all rules on one text, in nanoseconds per byte of text, as
    // estimated at load by the method in src/rules/README.md.
    // 5,000 rules of ordinary make come to 35,000.
    double cost_max = 50000;
    // The same for one rule alone: what no pack needs.
    double rule_cost_max = 500;
    size_t memory_max_bytes = size_t{256} << 20;
    int64_t regex_memory_bytes = int64_t{64} << 20;  // RE2 budget a pattern
  };

  // Compiles. Mistakes that show only here (a pattern that RE2 refuses, cost or
  // memory over the budget: the dearest rule is named) are added to *issues;
  // null when any is an error. What `loaded` has of the same patterns is copied
  // and not found out anew: the outcome is the same, sooner.
  static std::shared_ptr<const RuleSet> Compile(std::vector<Rule> rules,
                                                const Limits& limits,
                                                std::vector<Issue>* issues,
                                                const RuleSet* loaded = nullptr);
  ~RuleSet();

  const std::vector<Rule>& rules() const;
  // The words of all phrases in all their forms; part of the text's vocabulary.
  void AddWords(WordSet* words) const;
  // Which fields beside the body rules read, whether any reads the language,
  // and the windows they count over, ascending.
  bool reads(Field field) const;
  bool reads_language() const;
  std::span<const absl::Duration> windows() const;

  // Appends the hits, in rule order, with their spans in source bytes, sorted,
  // and the faults. Allocates nothing once *scratch and *evidence have grown; a
  // scratch may go from one RuleSet to another.
  void Match(const RuleInput& input, RuleScratch* scratch,
             Evidence* evidence) const;

  // One rule, condition by condition, for people: what held, what did not, and
  // which were unknown for want of a field. Slow; for explain only.
  struct Finding {
    std::string key;
    Position at;
    Truth truth = Truth::kUnknown;
    std::string missing;  // the field that was not sent, for kUnknown
    std::vector<Span> spans;
    int depth = 0;           // nesting of groups
    bool exception = false;  // part of unless
  };
  std::vector<Finding> Explain(size_t rule, const RuleInput& input) const;

  // Estimated worst cost of each rule (ns per byte) and memory of the whole.
  double cost() const;
  size_t memory_bytes() const;
  std::span<const double> rule_costs() const;
  // The share of ordinary comments on which each rule has to be looked at, as
  // far as it can be guessed from how rare the words are that it waits for.
  std::span<const double> wake_rates() const;

 private:
  class Impl;
  explicit RuleSet(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class RuleScratch {
 public:
  RuleScratch();
  ~RuleScratch();

  struct State;  // match_state.h

 private:
  friend class RuleSet;
  std::unique_ptr<State> state_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_RULE_SET_H_
