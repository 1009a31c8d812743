#include "rules/match_state.h"

namespace crible {
namespace {

constexpr uint32_t kStampMax = UINT32_MAX >> 1;  // pattern_runs has it twice

}  // namespace

void RuleScratch::State::Begin(const RuleProgram& rules_program) {
  if (program != rules_program.id || stamp == kStampMax) {
    program = rules_program.id;
    stamp = 0;
    phrases.assign(rules_program.phrases.phrases().size(), PhraseState());
    leaves.assign(rules_program.leaves.size(), LeafState());
    lists.assign(rules_program.phrases.lists(), LeafState());
    const size_t pattern_count = rules_program.patterns.patterns().size();
    pattern_runs.assign(pattern_count, 0);
    patterns.assign(pattern_count, PatternState());
    runs.assign(rules_program.patterns.filters().size(), Runs());
    rules.assign(rules_program.rules.size(), 0);
  }
  ++stamp;
  overflow = false;
  phrase_places.clear();
  leaf_entries.clear();
  pattern_places.clear();
  awake.clear();
  regex.steps_left = kRegexStepsMin;
}

const TextRuns& RuleScratch::State::RunsOf(uint32_t filter, const Text& text,
                                           ViewKind view) {
  Runs& of_filter = runs[filter];
  if (of_filter.stamp != stamp) {
    of_filter.stamp = stamp;
    const std::string& bytes = text.view(view).bytes;
    regex.steps_left += kRegexStepsPerByte * static_cast<int64_t>(bytes.size());
    of_filter.runs.Read(bytes);
  }
  return of_filter.runs;
}

}  // namespace crible
