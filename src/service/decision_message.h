#ifndef CRIBLE_SERVICE_DECISION_MESSAGE_H_
#define CRIBLE_SERVICE_DECISION_MESSAGE_H_

// The engine's results → messages.

#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "comment/comment.h"
#include "crible/v1/decision.pb.h"
#include "engine/moderation.h"

namespace crible {

void FillSpan(const Span& span, v1::Span* out);

struct DecisionNames {
  std::string_view name;
  std::string_view comment;
  std::string_view supersedes;
};

// The code of the reason that chance chose an accepted comment to be looked at.
inline constexpr std::string_view kSampleCode = "sample";

// Appends a serialized v1::Decision with the reasons' texts in `languages`: the
// bytes that protobuf would write, without a message in between. `comment` is
// the one that was moderated.
void AppendDecision(const DecisionNames& names, const Moderation& moderation,
                    const Comment& comment,
                    const std::vector<UiLanguage>& languages,
                    std::string* bytes);

// The languages that Crible speaks.
const std::vector<UiLanguage>& AllLanguages();
std::string_view LanguageTag(UiLanguage language);
// Those asked for, in their order; French when none of them is known.
std::vector<UiLanguage> LanguagesAsked(
    const google::protobuf::RepeatedPtrField<std::string>& tags);

// Of texts in AllLanguages() leaves those of `languages`, in that order.
void KeepLanguages(const std::vector<UiLanguage>& languages,
                   v1::Decision* decision);

}  // namespace crible

#endif  // CRIBLE_SERVICE_DECISION_MESSAGE_H_
