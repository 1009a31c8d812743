#ifndef CRIBLE_POLICY_SCORE_H_
#define CRIBLE_POLICY_SCORE_H_

// logit p = base + model + rules, category by category.

#include <vector>

#include "comment/decision.h"
#include "comment/evidence.h"
#include "policy/merge.h"

namespace crible {

// What a hit of the rule weighs before γ and caps, in a category where rules
// that hold count: a rule that holds or rejects and names no weight speaks as
// a strong one. 0 for `watch` and `look`.
double ScoreWeight(const RuleFace& rule);

// What one hit adds to its category, after γ and its family's cap. When
// a cap bites, the family's hits share it in proportion to their weights.
struct HitShare {
  uint32_t hit = 0;  // index into Evidence::hits
  double share = 0;
};

// Appends the scores of spam, abuse and every other category that a model or a
// scoring rule speaks of to *scores, in the order of the categories, and the
// shares of the hits that score to *shares, in the order of the hits.
void ScoreCategories(const Evidence& evidence, const Settings& settings,
                     const RuleScales& scales,
                     std::vector<CategoryScore>* scores,
                     std::vector<HitShare>* shares);

}  // namespace crible

#endif  // CRIBLE_POLICY_SCORE_H_
