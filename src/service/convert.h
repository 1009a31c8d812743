#ifndef CRIBLE_SERVICE_CONVERT_H_
#define CRIBLE_SERVICE_CONVERT_H_

// Messages of a request → the engine's nouns. The results are views into the
// messages, which must outlive them. The messages must have passed check.h.

#include <string_view>

#include "comment/comment.h"
#include "comment/facts.h"
#include "crible/v1/comment.pb.h"
#include "crible/v1/decision.pb.h"
#include "service/wire_writer.h"

namespace crible {

absl::Time FromProto(const google::protobuf::Timestamp& time);
absl::Duration FromProto(const google::protobuf::Duration& duration);
// As a message in `field`.
void ToProto(absl::Time time, google::protobuf::Timestamp* out);
void AppendTime(absl::Time time, int field, WireWriter* out);

// Fill *out, keeping its capacity. `site` and `name` are the caller's or the
// server's; `article` may be null.
void ToArticle(const v1::Article& message, Article* out);
void ToComment(const v1::Comment& message, std::string_view site,
               std::string_view name, const Article* article, Comment* out);

// Recorded facts, both ways; the faults of a decision travel apart.
ObservedFacts ToFacts(const v1::Facts& message);
void AppendFacts(const ObservedFacts& facts, int field, WireWriter* out);

}  // namespace crible

#endif  // CRIBLE_SERVICE_CONVERT_H_
