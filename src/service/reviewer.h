#ifndef CRIBLE_SERVICE_REVIEWER_H_
#define CRIBLE_SERVICE_REVIEWER_H_

// What moderators do with the queue: ReviewService, without knowing how
// requests travel.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/localized.h"
#include "crible/v1/review_service.pb.h"
#include "engine/engine.h"
#include "service/error.h"
#include "store/store.h"

namespace crible {

// Safe from any thread. `subject` is who calls.
class Reviewer {
 public:
  // All must outlive it. Without a store every call is answered NO_DATA.
  Reviewer(const Engine* engine, const Clock* clock, Store* store)
      : engine_(*engine), clock_(*clock), store_(store) {}

  RpcStatus List(const v1::ListReviewItemsRequest& request,
                 v1::ListReviewItemsResponse* response);
  RpcStatus Get(const v1::GetReviewItemRequest& request,
                std::string_view subject, v1::ReviewItem* out);
  RpcStatus Claim(const v1::ClaimReviewItemsRequest& request,
                  std::string_view subject,
                  v1::ClaimReviewItemsResponse* response);
  RpcStatus Resolve(const v1::ResolveReviewItemRequest& request,
                    std::string_view subject, v1::ReviewItem* out);
  RpcStatus BatchResolve(const v1::BatchResolveReviewItemsRequest& request,
                         std::string_view subject,
                         v1::BatchResolveReviewItemsResponse* response);
  RpcStatus Undo(const v1::UndoResolutionRequest& request,
                 std::string_view subject, v1::ReviewItem* out);
  RpcStatus GetAuthor(const v1::GetAuthorRequest& request,
                      v1::AuthorSummary* out);
  RpcStatus CompareObserved(const v1::CompareObservedRequest& request,
                            v1::ObservedComparison* out);
  RpcStatus ListSimilar(const v1::ListSimilarItemsRequest& request,
                        v1::ListSimilarItemsResponse* response);

 private:
  using Languages = std::vector<UiLanguage>;

  // Fills *out with the item, its resolution and, if asked for, its history.
  RpcStatus Fill(std::string_view comment, const Languages& languages,
                 bool history, v1::ReviewItem* out);
  // What GetReviewItem alone tells: history, answers, author.
  RpcStatus FillWhole(std::string_view comment, const Languages& languages,
                      v1::ReviewItem* out);
  RpcStatus FillAuthor(std::string_view site, const std::string& author_id,
                       int comments_max, const Languages& languages,
                       v1::AuthorSummary* out);
  // What would become of the resolutions.
  RpcStatus Preview(const Actor& actor, const std::vector<Act>& acts,
                    v1::BatchResolveReviewItemsResponse* response);
  void FillExplanation(const Languages& languages, v1::ReviewItem* out);
  // Of an act that was refused: who did what, if somebody came first.
  RpcStatus Refusal(const absl::Status& status, std::string_view comment);

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_REVIEWER_H_
