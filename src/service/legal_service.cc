#include "service/legal_service.h"

#include <atomic>

#include "crible/v1/legal_service.grpc.pb.h"
#include "service/later.h"
#include "service/wire.h"

namespace crible {
namespace {

using Service = v1::LegalService;
using RawLegalService = Service::WithRawCallbackMethod_GetStatement<
    Service::WithRawCallbackMethod_GetNoticeAnswer<
        Service::WithRawCallbackMethod_PlaceLegalHold<
            Service::WithRawCallbackMethod_EndLegalHold<
                Service::WithRawCallbackMethod_ListLegalHolds<
                    Service::WithRawCallbackMethod_EnforceRemovalOrder<
                        Service::WithRawCallbackMethod_Disclose<
                            Service::WithRawCallbackMethod_GetYearlyFigures<
                                Service::WithRawCallbackMethod_GetTeamFigures<
                                    Service::Service>>>>>>>>>;

class LegalServiceImpl : public DrainableService, private RawLegalService {
 public:
  LegalServiceImpl(Legal* legal, WorkQueue* queue, const KeyRing* keys)
      : legal_(*legal), queue_(*queue), keys_(*keys) {
    SilenceProtobuf();
  }

  grpc::Service* grpc_service() override {
    return static_cast<RawLegalService*>(this);
  }
  void Drain() override { draining_ = true; }

 private:
  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;
  using Bytes = grpc::ByteBuffer;

  template <typename Request, typename Response>
  using Method = RpcStatus (Legal::*)(const Request&, std::string_view,
                                      Response*);

  template <typename Request, typename Response>
  Unary* Answer(Context* context, KeyScope scope, const Bytes* request,
                Bytes* response, Method<Request, Response> method) {
    return AnswerLater<Request, Response>(
        context, &queue_, keys_, scope, draining_, request, response,
        [this, method](const Request& message, const std::string& subject,
                       Response* out) {
          return (legal_.*method)(message, subject, out);
        });
  }

  Unary* GetStatement(Context* context, const Bytes* request,
                      Bytes* response) override {
    return Answer(context, KeyScope::kModerate, request, response,
                  &Legal::GetStatement);
  }
  Unary* GetNoticeAnswer(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Answer(context, KeyScope::kModerate, request, response,
                  &Legal::GetNoticeAnswer);
  }
  Unary* PlaceLegalHold(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::PlaceHold);
  }
  Unary* EndLegalHold(Context* context, const Bytes* request,
                      Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::EndHold);
  }
  Unary* ListLegalHolds(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::ListHolds);
  }
  // It acts at all sites, whichever the comment is of.
  Unary* EnforceRemovalOrder(Context* context, const Bytes* request,
                             Bytes* response) override {
    return RunLater(context, &queue_, keys_, KeyScope::kPrivacy,
                    [=, this](const GrpcCaller& caller) -> grpc::Status {
                      if (draining_) return Stopping();
                      v1::EnforceRemovalOrderRequest message;
                      v1::EnforceRemovalOrderResponse out;
                      RpcStatus status =
                          Parse(*request, kRequestBytesMax, &message);
                      if (IsOk(status) && !caller.principal().all_sites)
                        status = OtherSiteError();
                      if (IsOk(status)) {
                        status = legal_.EnforceOrder(
                            message, caller.principal().subject, &out);
                      }
                      if (IsOk(status)) *response = Serialize(out);
                      return ToGrpc(status);
                    });
  }
  Unary* Disclose(Context* context, const Bytes* request,
                  Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::Disclose);
  }
  Unary* GetYearlyFigures(Context* context, const Bytes* request,
                          Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::GetFigures);
  }
  Unary* GetTeamFigures(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Answer(context, KeyScope::kPrivacy, request, response,
                  &Legal::GetTeamFigures);
  }

  Legal& legal_;
  WorkQueue& queue_;
  const KeyRing& keys_;
  std::atomic<bool> draining_ = false;
};

}  // namespace

std::unique_ptr<DrainableService> NewLegalService(Legal* legal,
                                                  WorkQueue* queue,
                                                  const KeyRing* keys) {
  return std::make_unique<LegalServiceImpl>(legal, queue, keys);
}

}  // namespace crible
