#ifndef CRIBLE_COMMENT_DECISION_H_
#define CRIBLE_COMMENT_DECISION_H_

// What Crible answers, and why.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "comment/category.h"
#include "comment/evidence.h"

namespace crible {

enum class Verdict : uint8_t { kAccept, kHold, kReject };
std::string_view VerdictName(Verdict verdict);  // "accept", …

// How soon, and by whom, a held comment wants to be read.
enum class Lane : uint8_t { kNormal, kFirst, kUrgent };
std::string_view LaneName(Lane lane);

enum class ReasonKind : uint8_t {
  kRule,
  kModel,
  kSignal,
  kFacts,
  kPolicy,
  kFault
};
std::string_view ReasonKindName(ReasonKind kind);  // "rule", …

// What a policy reason says; the engine has the wording in both languages.
enum class PolicyNote : uint8_t {
  kNone,
  kBase,               // the site's usual share of the category
  kPublicationBefore,  // prior review of this article
  kPublicationClosed,
  kNewAuthor,
  kAuthorStatus,  // the site has set that each comment waits, or that none may
                  // come
  kTrustedAuthor,
  kObserve,  // the site only observes: would have been …
  kEarlierRefusal,
  kEarlierAcceptance,
  kReports,
  kObjection,
  kModelCeiling,  // abuse by the model alone is never rejected
  kQueueFull,
  kSample,       // the random share of accepted comments that a person looks at
  kOrderedAway,  // an authority ordered the removal of this text
  kNearlyOrdered,  // … of nearly this text
};

// One line of evidence, for a moderator. Which members hold depends on `kind`.
struct Reason {
  ReasonKind kind = ReasonKind::kRule;
  CategoryId category = kSpam;
  // Index into Evidence::hits (kRule), ::scores (kModel) or ::faults (kFault).
  uint32_t index = 0;
  PolicyNote note = PolicyNote::kNone;
  std::string_view ground;  // of the bundle; empty when none
  // Share of the category's score in log-odds; 0 for what only floors or ceils.
  double share = 0;
};

// logit p = base + model + rules; reasons' shares of a category add up to it.
struct CategoryScore {
  CategoryId category = kSpam;
  double base = 0;
  double model = 0;
  double rules = 0;
  double log_odds = 0;     // the sum
  double probability = 0;  // of log_odds
  // Without the rules that hold, and beside a model with that family of `score`
  // rules alone that says most: what may reach the threshold to reject.
  double rejecting_probability = 0;
};

struct Decision {
  Verdict verdict = Verdict::kAccept;
  bool look = false;
  Lane lane = Lane::kNormal;
  // Held for nothing but checks that did not finish.
  bool fault_only = false;
  // What would have been answered if the site did not only observe.
  Verdict observed = Verdict::kAccept;
  std::vector<CategoryScore> scores;  // spam and abuse first
  std::vector<Reason> reasons;        // strongest first

  void Clear();
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_DECISION_H_
