#ifndef CRIBLE_SERVICE_WIRE_H_
#define CRIBLE_SERVICE_WIRE_H_

// Bytes of a request that the parser has refused: where they are wrong, and
// what can still be read. Only on the failure path; nothing here trusts its
// input.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "service/error.h"

namespace crible {

// Protobuf must be told once, before any parsing, not to write what it dislikes
// to standard error: it may quote.
void SilenceProtobuf();

// UNREADABLE with the path of the first field that is no valid `type`:
// "comment.author.email: is not valid UTF-8".
RpcStatus ExplainUnreadable(const google::protobuf::Descriptor& type,
                            std::string_view bytes);

// The value of the top-level string field `number`, if it can be read: present,
// valid UTF-8, at most `bytes_max`; else empty.
std::string ReadableString(std::string_view bytes, int number,
                           size_t bytes_max);

// Takes the top-level message fields `number` out of `bytes`: their contents go
// to *parts (views into `bytes`), everything else to *rest. False when the top
// level itself cannot be read.
bool SplitField(std::string_view bytes, int number,
                std::vector<std::string_view>* parts, std::string* rest);

}  // namespace crible

#endif  // CRIBLE_SERVICE_WIRE_H_
