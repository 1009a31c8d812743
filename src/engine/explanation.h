#ifndef CRIBLE_ENGINE_EXPLANATION_H_
#define CRIBLE_ENGINE_EXPLANATION_H_

// Everything that was seen of one comment, and what would have changed the
// verdict. Slow; for people. It uses the facts that the decision saw and counts
// nothing.

#include <string>
#include <vector>

#include "base/localized.h"
#include "comment/comment.h"
#include "comment/decision.h"
#include "comment/facts.h"
#include "engine/engine.h"
#include "engine/moderation.h"

namespace crible {

// "Without these bytes of the body the verdict would have been …": always the
// result of a run of the engine on the body without them.
struct Counterfactual {
  enum class Without : uint8_t {
    kLink,
    kContact,
    kMatch,
    kAllLinksAndContacts,
    kAllMatches
  };
  Without without = Without::kLink;
  std::vector<Span> removed;  // of the body, ascending, apart
  std::string name;  // the link's domain, or the words, as in the comment
  Verdict verdict = Verdict::kAccept;
};
void AppendCounterfactualText(const Counterfactual& counterfactual,
                              UiLanguage language, std::string* out);

// A rule that could not be decided, and the fields that were not sent.
struct UndecidedRule {
  const RuleFace* rule = nullptr;
  std::vector<std::string> missing;
};

struct Explanation {
  Moderation moderation;
  std::vector<UndecidedRule> undecided;
  std::vector<Counterfactual>
      counterfactuals;  // fewest bytes removed first, at most 3
};

// What the rules of a finished run read; for RuleSet::Explain. Views point into
// both.
RuleInput InputOf(const Moderation& moderation, const Comment& comment);

// Runs the engine on `comment` with `facts`, then what else it takes. The
// comment must outlive *explanation. Its decision is that of Engine::Moderate
// on the same input.
void Explain(const Engine& engine, const Comment& comment,
             const ObservedFacts& facts, Explanation* explanation);

}  // namespace crible

#endif  // CRIBLE_ENGINE_EXPLANATION_H_
