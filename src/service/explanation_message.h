#ifndef CRIBLE_SERVICE_EXPLANATION_MESSAGE_H_
#define CRIBLE_SERVICE_EXPLANATION_MESSAGE_H_

#include <string>
#include <vector>

#include "base/localized.h"
#include "comment/comment.h"
#include "crible/v1/evidence.pb.h"
#include "engine/explanation.h"

namespace crible {

// All of an explanation but the findings. `comment` is the one explained; *out
// must be clear.
void FillExplanation(const Explanation& explanation, const Comment& comment,
                     const std::vector<UiLanguage>& texts,
                     v1::Explanation* out);

// Takes the rule `id` apart on the explained comment. False when the bundle has
// no such rule.
bool FillFindings(const Explanation& explanation, const Comment& comment,
                  const std::string& id, v1::RuleFindings* out);

}  // namespace crible

#endif  // CRIBLE_SERVICE_EXPLANATION_MESSAGE_H_
