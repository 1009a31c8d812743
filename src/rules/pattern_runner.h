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
        return Run(pattern);
      }
      Note(pattern, false);
    }
    return state_.pattern_runs[pattern] & 1;
  }
  // The same, without asking first whether it may match.
  bool Run(uint32_t pattern);
  // The same for one whose keys are found at these places only, ascending.
  bool RunNear(uint32_t pattern, std::span<const uint32_t> places,
               const TextRuns& runs);
  // All places of a pattern that matches.
  std::span<const Span> Places(uint32_t pattern);

 private:
  const std::string& ViewOf(const PatternFilter& filter) const {
    return TextOf(filter).view(filter.view).bytes;
  }
  bool NoteMatch(uint32_t pattern, const RegexMatch& match);
  bool AskReTwo(uint32_t pattern);
  bool Note(uint32_t pattern, bool matched) {
    state_.pattern_runs[pattern] = state_.stamp << 1 | uint32_t{matched};
    return matched;
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
