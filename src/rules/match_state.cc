#include "rules/match_state.h"

namespace crible {

void RuleScratch::State::Begin(const RuleProgram& rules_program) {
  if (program != rules_program.id || stamp == UINT32_MAX) {
    program = rules_program.id;
    stamp = 0;
    phrases.assign(rules_program.phrases.phrases().size(), PhraseState());
    leaves.assign(rules_program.leaves.size(), LeafState());
    patterns.assign(rules_program.patterns.patterns().size(), PatternState());
    atoms.assign(rules_program.patterns.atoms(), 0);
    rules.assign(rules_program.rules.size(), 0);
  }
  ++stamp;
  overflow = false;
  phrase_places.clear();
  leaf_entries.clear();
  pattern_places.clear();
  found_atoms.clear();
  awake.clear();
}

}  // namespace crible
