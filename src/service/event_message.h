#ifndef CRIBLE_SERVICE_EVENT_MESSAGE_H_
#define CRIBLE_SERVICE_EVENT_MESSAGE_H_

// The store's events and items → messages. The payload of an event is a
// v1::EventDetail, that of a decision a v1::CommentRecord (decision_record.h).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "crible/v1/event.pb.h"
#include "store/records.h"

namespace crible {

// "sites/{site}/events/{token}", both ways; nullopt for what is no such name.
std::string EventName(std::string_view site, uint64_t token);
std::optional<uint64_t> ParseEventName(std::string_view name);

v1::Event ToProto(const Event& event);

// Resume tokens are opaque to callers. nullopt for what is none.
std::string ToResumeToken(uint64_t token);
std::optional<uint64_t> FromResumeToken(std::string_view token);

}  // namespace crible

#endif  // CRIBLE_SERVICE_EVENT_MESSAGE_H_
