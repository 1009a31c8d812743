#ifndef CRIBLE_RULES_PATTERN_RUNNER_H_
#define CRIBLE_RULES_PATTERN_RUNNER_H_

// Runs patterns on the texts of a comment, each at most once, and remembers in
// the state of the match what came of it.

#include <cstdint>
#include <span>
#include <string>

#include "comment/evidence.h"
#include "rules/match_state.h"
#include "rules/rule_program.h"
#include "rules/rule_set.h"

namespace crible {

class PatternRunner {
 public:
  PatternRunner(const RuleProgram& program, const RuleInput& input,
                RuleScratch::State* state)
      : book_(program.patterns), input_(input), state_(*state) {}

  // Whether the pattern was run on this comment, or need not be.
  bool IsKnown(uint32_t pattern) const {
    return state_.pattern_runs[pattern] >> 1 == state_.stamp;
  }
  // Whether it matches in its view, whose runs these are; it was sent.
  bool Matches(uint32_t pattern, const TextRuns& runs) {
    if (!IsKnown(pattern)) {
      // Those that wait were run when one of their keys was found, if any was.
      if (!book_.head(pattern).waits &&
          book_.MayMatch(book_.first_check(pattern), runs)) {
        return Run(pattern, runs);
      }
      Note(pattern, false);
    }
    return state_.pattern_runs[pattern] & 1;
  }
  // The same, without asking first whether it may match.
  bool Run(uint32_t pattern, const TextRuns& runs);
  // The same for those whose keys are found at some places only, in steps: each
  // is taken for all patterns before the next, so that memory is waited for
  // once a step. Begin and MayEnter answer false, and Finish need not be asked,
  // if the pattern surely does not match.
  using Try = RuleScratch::State::Try;
  bool Begin(Try* attempt, const TextRuns& runs);
  void PrefetchBranches(const Try& attempt, const TextRuns& runs) const;
  bool MayEnter(Try* attempt, const TextRuns& runs);
  bool Finish(Try* attempt, const TextRuns& runs);
  // All places of a pattern that matches.
  std::span<const Span> Places(uint32_t pattern);

 private:
  const std::string& ViewOf(const PatternFilter& filter) const {
    return TextOf(filter).view(filter.view).bytes;
  }
  RegexText TextOf(const PatternHead& head, const TextRuns& runs) const {
    return {ViewOf(book_.filters()[head.filter]), &runs.begins(),
            &runs.digit_bits()};
  }
  bool NextRange(const PatternHead& head, const TextRuns& runs,
                 Try* attempt) const;
  bool FindStart(const PatternHead& head, const RegexText& view,
                 const TextRuns& runs, Try* attempt) const;
  bool NoteMatch(uint32_t pattern, const RegexMatch& match);
  bool AskReTwo(uint32_t pattern);
  bool Note(uint32_t pattern, bool matched) {
    state_.pattern_runs[pattern] = state_.stamp << 1 | uint32_t{matched};
    if (!matched) return false;
    for (const uint32_t leaf : book_.patterns()[pattern].leaves) {
      state_.leaves[leaf].stamp = state_.stamp;
    }
    return true;
  }
  const Text& TextOf(const PatternFilter& filter) const {
    return *input_.texts[static_cast<size_t>(filter.field)];
  }
  // False if its program gives up.
  bool PlaceByProgram(uint32_t pattern);

  const PatternBook& book_;
  const RuleInput& input_;
  RuleScratch::State& state_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_PATTERN_RUNNER_H_
