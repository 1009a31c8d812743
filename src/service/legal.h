#ifndef CRIBLE_SERVICE_LEGAL_H_
#define CRIBLE_SERVICE_LEGAL_H_

// What law asks of a publisher: LegalService, without knowing how requests
// travel.

#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "crible/v1/legal_service.pb.h"
#include "engine/engine.h"
#include "service/acts.h"
#include "service/error.h"
#include "service/moderator.h"
#include "store/store.h"

namespace crible {

// Safe from any thread. `subject` is who calls.
class Legal {
 public:
  // All must outlive it. Without a store every call is answered NO_DATA.
  Legal(const Engine* engine, const Clock* clock, Store* store,
        Moderator* moderator)
      : engine_(*engine),
        clock_(*clock),
        store_(store),
        moderator_(*moderator) {}

  RpcStatus GetStatement(const v1::GetStatementRequest& request,
                         std::string_view subject, v1::StatementOfReasons* out);
  RpcStatus GetNoticeAnswer(const v1::GetNoticeAnswerRequest& request,
                            std::string_view subject, v1::NoticeAnswer* out);
  RpcStatus PlaceHold(const v1::PlaceLegalHoldRequest& request,
                      std::string_view subject, v1::Event* event);
  RpcStatus EndHold(const v1::EndLegalHoldRequest& request,
                    std::string_view subject, v1::Event* event);
  RpcStatus ListHolds(const v1::ListLegalHoldsRequest& request,
                      std::string_view subject,
                      v1::ListLegalHoldsResponse* response);
  // Of sites that the caller may not see as well.
  RpcStatus EnforceOrder(const v1::EnforceRemovalOrderRequest& request,
                         std::string_view subject,
                         v1::EnforceRemovalOrderResponse* response);
  RpcStatus Disclose(const v1::DiscloseRequest& request,
                     std::string_view subject, v1::Disclosure* out);
  RpcStatus GetFigures(const v1::GetYearlyFiguresRequest& request,
                       std::string_view subject, v1::YearlyFigures* out);
  RpcStatus GetTeamFigures(const v1::GetTeamFiguresRequest& request,
                           std::string_view subject, v1::TeamFigures* out);

 private:
  RpcStatus Apply(std::string_view subject, Act act, v1::Event* event) {
    return ApplyAct(store_, clock_, subject, std::move(act), event);
  }
  absl::StatusOr<std::vector<uint64_t>> TextBandsOf(const std::string& comment);
  RpcStatus FindDisclosed(const std::string& comment,
                          v1::DisclosedRecord* record);
  RpcStatus SignDisclosure(const v1::DisclosedRecord& record,
                           v1::Disclosure* out);

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
  Moderator& moderator_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_LEGAL_H_
