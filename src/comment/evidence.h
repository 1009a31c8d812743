#ifndef CRIBLE_COMMENT_EVIDENCE_H_
#define CRIBLE_COMMENT_EVIDENCE_H_

// All that was found out about one comment: hits, scores, signals, facts,
// faults. Policy turns it into a verdict without looking at the text again.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "comment/category.h"
#include "comment/comment.h"
#include "comment/facts.h"
#include "comment/signals.h"

namespace crible {

// What a rule may do, at least and at most.
enum class Then : uint8_t { kWatch, kScore, kLook, kHold, kReject };
std::string_view ThenName(Then then);  // "watch", "score", …

// The face of a rule: what policy and people need to know of it. Immutable,
// owned by the bundle.
struct RuleFace {
  std::string id;      // pack/id
  std::string pack;    // file name without ".toml"
  std::string family;  // hits of one family share one cap; the pack by default
  CategoryId category = kSpam;
  std::string ground;
  Then then = Then::kHold;
  double weight =
      0;  // log-odds: adds to the score for kScore, orders reasons else
  Localized reason;  // template: {match} {contact} {domain} {count} {window}
                     // {authors}
};

// Values that a reason's template may quote; all but the counts point into the
// comment, as spans, so that a hit owns no text.
struct HitCounts {
  uint32_t count = 0;
  uint32_t authors = 0;
  uint32_t window_seconds = 0;
};

// One rule that matched. Its spans are spans[span_begin, span_end) of the
// Evidence, in the order of the field's text; those marked as contacts or links
// say so.
enum class SpanRole : uint8_t { kMatch, kContact, kLink };
struct HitSpan {
  Span span;
  SpanRole role = SpanRole::kMatch;
  // The text was read through a disguise; what was read, for reason 12.
  bool disguised = false;
};
struct Hit {
  const RuleFace* rule = nullptr;
  uint32_t span_begin = 0;
  uint32_t span_end = 0;
  HitCounts counts;
};

// Groups of model features, each with its own coefficient.
enum class FeatureGroup : uint8_t { kWords, kCharacters, kShape };
std::string_view FeatureGroupName(FeatureGroup group);

// What one token contributed to a category's score, in log-odds.
struct TokenShare {
  std::string token;  // as in the model file
  FeatureGroup group = FeatureGroup::kWords;
  uint32_t occurrences = 0;
  Span span;  // the first occurrence; empty for shape tokens
  double share = 0;
  // The part of `share` that the site's own lessons added or took away.
  double learned_here = 0;
};

// The classifier's answer for one category. `log_odds` is the sum of all shares
// and of `intercept`; 0 when the model is absent or has too little evidence.
struct ModelScore {
  CategoryId category = kSpam;
  bool trained = false;
  bool enough = false;   // at least the model's minimum number of known tokens
  double log_odds = 0;   // prior-free, calibrated
  double intercept = 0;  // the part that belongs to no token
  uint32_t known_tokens = 0;
  std::vector<TokenShare> shares;  // strongest first; filled when asked for
};

struct Evidence {
  std::vector<Hit> hits;  // in rule order, watch hits included
  std::vector<HitSpan> spans;
  std::vector<ModelScore> scores;  // one a model of the bundle
  Signals signals;
  ObservedFacts facts;
  std::vector<Fault> faults;
  std::string_view language;  // BCP 47 base tag, "und" when unknown

  // Keeps capacity, so that a pooled Evidence allocates nothing in steady
  // state.
  void Clear();
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_EVIDENCE_H_
