#include "rules/match_state.h"

namespace crible {
namespace {

constexpr uint32_t kStampMax = UINT32_MAX >> 1;  // pattern_runs has it twice

bool DifferInCapitalsOnly(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  uint8_t other = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<uint8_t>(a[i]), y = static_cast<uint8_t>(b[i]);
    const auto differ = static_cast<uint8_t>(x ^ y);
    const auto letter = static_cast<uint8_t>((x | 0x20) - 'a');
    other |= (differ & 0xDF) | static_cast<uint8_t>(differ != 0 && letter > 25);
  }
  return other == 0;
}

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
  if (of_filter.stamp == stamp) return *of_filter.same;
  const std::string& bytes = text.view(view).bytes;
  regex.steps_left += kRegexStepsPerByte * static_cast<int64_t>(bytes.size());
  of_filter.same = nullptr;
  for (const Runs& other : runs) {
    if (other.stamp == stamp && other.same == &other.runs &&
        DifferInCapitalsOnly(bytes, *other.bytes)) {
      of_filter.same = &other.runs;
    }
  }
  of_filter.stamp = stamp;
  of_filter.bytes = &bytes;
  if (of_filter.same == nullptr) {
    of_filter.same = &of_filter.runs;
    of_filter.runs.Read(bytes);
  }
  return *of_filter.same;
}

}  // namespace crible
