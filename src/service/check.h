#ifndef CRIBLE_SERVICE_CHECK_H_
#define CRIBLE_SERVICE_CHECK_H_

// Whether a request that could be read may be acted on. Every field has a limit
// (limits.h); all that is wrong is told at once.

#include <optional>
#include <string_view>

#include "crible/v1/moderation_service.pb.h"
#include "crible/v1/rule_service.pb.h"
#include "service/error.h"

namespace crible {

// "sites/{site}/comments/{id}" taken apart; views into the name.
struct ResourceName {
  std::string_view site;
  std::string_view id;
};
// `collection` is "comments" or "articles"; nullopt for what is no such name.
std::optional<ResourceName> ParseName(std::string_view name,
                                      std::string_view collection);
// "sites/{site}" → {site}.
std::optional<std::string_view> ParseSite(std::string_view name);

// Years 1 to 9999, as Timestamp says of itself.
void CheckTime(std::string_view path, bool sent,
               const google::protobuf::Timestamp& time, FieldErrors* errors);

// Add what is wrong to *errors; paths begin at the message given.
void CheckRequest(const v1::ModerateCommentRequest& request,
                  FieldErrors* errors);
void CheckArticle(const v1::Article& article, bool name_required,
                  FieldErrors* errors);
void CheckExplain(const v1::ExplainCommentRequest& request,
                  FieldErrors* errors);
void CheckRequestId(std::string_view id, FieldErrors* errors);
void CheckCorrelationId(std::string_view id, FieldErrors* errors);
// The batch as such; neither its articles nor its requests.
RpcStatus CheckBatch(const v1::BatchModerateCommentsRequest& batch);

}  // namespace crible

#endif  // CRIBLE_SERVICE_CHECK_H_
