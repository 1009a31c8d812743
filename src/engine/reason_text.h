#ifndef CRIBLE_ENGINE_REASON_TEXT_H_
#define CRIBLE_ENGINE_REASON_TEXT_H_

#include <string>
#include <vector>

#include "base/localized.h"
#include "comment/comment.h"
#include "comment/decision.h"
#include "engine/moderation.h"

namespace crible {

// Appends what a moderator reads for one reason: a fact that can be checked in
// two seconds, with its words and figures, and no verdict on a person. What was
// found, what resembles and what did not finish begin differently. The text may
// quote the comment: it goes to the caller, never into a log.
void AppendReasonText(const Moderation& moderation, const Comment& comment,
                      const Reason& reason, UiLanguage language,
                      std::string* out);

// Appends the places in the comment that the reason speaks of, in ascending
// order.
void AppendReasonSpans(const Moderation& moderation, const Reason& reason,
                       std::vector<Span>* spans);

// The id of the rule behind a reason ("loans/offer"), or empty.
std::string_view ReasonRule(const Moderation& moderation, const Reason& reason);

}  // namespace crible

#endif  // CRIBLE_ENGINE_REASON_TEXT_H_
