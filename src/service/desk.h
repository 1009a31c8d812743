#ifndef CRIBLE_SERVICE_DESK_H_
#define CRIBLE_SERVICE_DESK_H_

// What a site's own system tells beside its comments, and the events that it
// reads: ModerationService without the deciding. Knows nothing of how requests
// travel.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "crible/v1/moderation_service.pb.h"
#include "engine/engine.h"
#include "service/acts.h"
#include "service/error.h"
#include "service/moderator.h"
#include "store/store.h"

namespace crible {

// Safe from any thread. `subject` is who calls.
class Desk {
 public:
  // All must outlive it. Without a store every call is answered NO_DATA.
  Desk(const Engine* engine, const Clock* clock, Store* store)
      : engine_(*engine),
        clock_(*clock),
        store_(store),
        hash_(IdentityHash(store)) {}

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
  RpcStatus Apply(std::string_view subject, Act act, v1::Event* event) {
    return ApplyAct(store_, clock_, subject, std::move(act), event);
  }
  // From how many readers on the policy holds what they report.
  std::optional<uint32_t> HoldAfter(const StoredComment& comment,
                                    std::string_view site) const;

  // What other texts this one is to be compared with.
  std::vector<std::string> LabelsOf(const StoredComment& comment,
                                    std::string_view site) const;

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
  const KeyedHash hash_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_DESK_H_
