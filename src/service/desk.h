#ifndef CRIBLE_SERVICE_DESK_H_
#define CRIBLE_SERVICE_DESK_H_

// What a site's own system tells beside its comments, and the events that it
// reads: ModerationService without the deciding. Knows nothing of how requests
// travel.

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "crible/v1/moderation_service.pb.h"
#include "engine/engine.h"
#include "service/error.h"
#include "store/store.h"

namespace crible {

// Safe from any thread. `subject` is who calls.
class Desk {
 public:
  // All must outlive it. Without a store every call is answered NO_DATA.
  Desk(const Engine* engine, const Clock* clock, Store* store)
      : engine_(*engine), clock_(*clock), store_(store) {}

  RpcStatus ReportComment(const v1::ReportCommentRequest& request,
                          std::string_view subject, v1::Event* event);
  RpcStatus WithdrawComment(const v1::WithdrawCommentRequest& request,
                            std::string_view subject, v1::Event* event);
  RpcStatus NotePublication(const v1::NotePublicationRequest& request,
                            std::string_view subject, v1::Event* event);
  RpcStatus SetArticleMode(const v1::SetArticleModeRequest& request,
                           std::string_view subject, v1::Event* event);
  RpcStatus SetAuthorStatus(const v1::SetAuthorStatusRequest& request,
                            std::string_view subject, v1::Event* event);
  RpcStatus SubmitFeedback(const v1::SubmitFeedbackRequest& request,
                           std::string_view subject, v1::Event* event);
  RpcStatus ListDecisionEvents(const v1::ListDecisionEventsRequest& request,
                               v1::ListDecisionEventsResponse* response);

 private:
  // Does it and fills *event with what the log says of it.
  RpcStatus Apply(std::string_view subject, Act act, v1::Event* event);
  // Whether the policy holds a comment for one report more.
  bool ReportHolds(const StoredComment& comment, std::string_view site) const;

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
};

// Of the store's own words, for a caller: NOT_FOUND, ABORTED `ITEM_CHANGED`,
// FAILED_PRECONDITION `NOT_NOW`, else UNAVAILABLE `NOT_RECORDED`.
RpcStatus ToRpc(const absl::Status& status);
RpcStatus NoDataError();

}  // namespace crible

#endif  // CRIBLE_SERVICE_DESK_H_
