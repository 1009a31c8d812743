#ifndef CRIBLE_CLI_DECISION_JSON_H_
#define CRIBLE_CLI_DECISION_JSON_H_

#include <string>
#include <string_view>

#include "base/localized.h"
#include "comment/comment.h"
#include "engine/moderation.h"

namespace crible {

// Appends one line of `crible moderate`, newline included: id, verdict, look,
// spam_probability, abuse_probability, reasons (kind, rule, category, ground,
// share, text, spans), bundle.
void AppendDecisionLine(const Moderation& moderation, const Comment& comment,
                        std::string_view id_json, UiLanguage language,
                        std::string* out);

}  // namespace crible

#endif  // CRIBLE_CLI_DECISION_JSON_H_
