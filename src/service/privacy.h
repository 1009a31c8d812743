#ifndef CRIBLE_SERVICE_PRIVACY_H_
#define CRIBLE_SERVICE_PRIVACY_H_

// What a person may ask: PrivacyService, without knowing how requests travel.
// Every call leaves one line in the log.

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "crible/v1/privacy_service.pb.h"
#include "engine/engine.h"
#include "service/acts.h"
#include "service/error.h"
#include "service/moderator.h"
#include "service/person_match.h"
#include "store/store.h"

namespace crible {

// Safe from any thread. `subject` is who calls.
class Privacy {
 public:
  // All must outlive it. Without a store every call is answered NO_DATA.
  Privacy(const Engine* engine, const Clock* clock, Store* store,
          Moderator* moderator)
      : engine_(*engine),
        clock_(*clock),
        store_(store),
        moderator_(*moderator) {}

  RpcStatus Find(const v1::FindPersonRequest& request, std::string_view subject,
                 v1::FindPersonResponse* response);
  RpcStatus Export(const v1::ExportPersonRequest& request,
                   std::string_view subject,
                   v1::ExportPersonResponse* response);
  RpcStatus Rectify(const v1::RectifyDecisionRequest& request,
                    std::string_view subject, v1::Event* event);
  RpcStatus Erase(const v1::ErasePersonRequest& request,
                  std::string_view subject, v1::ErasureReceipt* receipt);
  RpcStatus Restrict(const v1::RestrictPersonRequest& request,
                     std::string_view subject, v1::RestrictionReceipt* receipt);
  RpcStatus SetObjection(const v1::SetObjectionRequest& request,
                         std::string_view subject,
                         v1::ObjectionReceipt* receipt);

 private:
  absl::Status FillErasure(const v1::ErasePersonRequest& request,
                           const std::string& site, Erasure* erasure);
  absl::Status FindRewrites(const std::string& site, Quotes quotes,
                            const std::set<std::string>& own, Erasure* erasure,
                            std::vector<std::string>* rewritten);
  absl::Status ExportFirstPage(const std::string& site,
                               const v1::PersonQuery& person,
                               const std::vector<std::string>& comments,
                               v1::ExportPersonResponse* response);
  absl::Status FillComment(const std::string& name, v1::PersonComment* out);
  // Names of comments that are the person's, by mark or by reading all.
  absl::StatusOr<std::vector<std::string>> CommentsOf(
      const std::string& site, const v1::PersonQuery& person);
  // What holds for any of the person's fields.
  absl::StatusOr<PersonWish> WishOf(const std::string& site,
                                    const v1::PersonQuery& person);
  RpcStatus Apply(std::string_view subject, Act act, v1::Event* event) {
    return ApplyAct(store_, clock_, subject, std::move(act), event);
  }

  const Engine& engine_;
  const Clock& clock_;
  Store* const store_;
  Moderator& moderator_;
};

// What the person is told, in French and in English.
void FillTexts(v1::ErasureReceipt* receipt);

}  // namespace crible

#endif  // CRIBLE_SERVICE_PRIVACY_H_
