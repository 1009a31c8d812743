#ifndef CRIBLE_ENGINE_MODERATION_H_
#define CRIBLE_ENGINE_MODERATION_H_

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bayes/score_room.h"
#include "comment/comment.h"
#include "comment/decision.h"
#include "comment/evidence.h"
#include "engine/bundle.h"
#include "rules/rule_set.h"
#include "text/text.h"

namespace crible {

// The stages of Engine::Moderate, for timings.
enum class Stage : uint8_t { kText, kSignals, kFacts, kRules, kModel, kPolicy };
inline constexpr size_t kStages = 6;
std::string_view StageName(Stage stage);

// How many of a model's tokens, the strongest, its reason speaks of; an
// explanation shows all of them, and still gives the same reason.
inline constexpr size_t kReasonTokensMax = 8;

// One run of the engine: what it found, what it decided, and the room it worked
// in. Pooled: a second run on the same object allocates next to nothing. For
// one thread. Views in it point into the comment, which must live as long as
// they are read.
struct Moderation {
  std::shared_ptr<const Bundle> bundle;  // the one that decided
  uint64_t activation = 0;               // by which the engine knows it
  Evidence evidence;
  bool observes = false;  // the site: nothing of the decision is acted on
  Decision decision;
  Text body;
  // The other fields that some rule reads, by Field.
  std::array<Text, 6> fields;

  // Options of the run, kept between runs.
  // Fill the shares of all tokens of all models, with their texts. Else only
  // the places of kReasonTokensMax, and only for the reasons that name them.
  bool explains_tokens = false;
  bool times_stages = false;
  // Detect the language even if no rule reads it: people want to see it.
  bool detects_language = false;
  // A count waits only for a holder of its lock that lost the processor: some
  // turns of a busy scheduler.
  absl::Duration facts_budget = absl::Milliseconds(50);

  std::array<absl::Duration, kStages> stage_times = {};  // if times_stages

  // Room that the stages reuse.
  RuleScratch rules;
  FactQuery facts_query;
  ScoreRoom tokens;
  Settings settings;
  Comment with_history;  // the comment with the author facts that it lacked
};

}  // namespace crible

#endif  // CRIBLE_ENGINE_MODERATION_H_
