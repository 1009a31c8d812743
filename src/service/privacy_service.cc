#include "service/privacy_service.h"

#include <atomic>

#include "crible/v1/privacy_service.grpc.pb.h"
#include "service/later.h"
#include "service/wire.h"

namespace crible {
namespace {

using Service = v1::PrivacyService;
using RawPrivacyService = Service::WithRawCallbackMethod_FindPerson<
    Service::WithRawCallbackMethod_ExportPerson<
        Service::WithRawCallbackMethod_RectifyDecision<
            Service::WithRawCallbackMethod_ErasePerson<
                Service::WithRawCallbackMethod_RestrictPerson<
                    Service::WithRawCallbackMethod_SetObjection<
                        Service::Service>>>>>>;

class PrivacyServiceImpl : public DrainableService, private RawPrivacyService {
 public:
  PrivacyServiceImpl(Privacy* privacy, WorkQueue* queue, const KeyRing* keys)
      : privacy_(*privacy), queue_(*queue), keys_(*keys) {
    SilenceProtobuf();
  }

  grpc::Service* grpc_service() override {
    return static_cast<RawPrivacyService*>(this);
  }
  void Drain() override { draining_ = true; }

 private:
  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;
  using Bytes = grpc::ByteBuffer;

  template <typename Request, typename Response>
  using Method = RpcStatus (Privacy::*)(const Request&, std::string_view,
                                        Response*);

  template <typename Request, typename Response>
  Unary* Answer(Context* context, const Bytes* request, Bytes* response,
                Method<Request, Response> method) {
    return AnswerLater<Request, Response>(
        context, &queue_, keys_, KeyScope::kPrivacy, draining_, request,
        response,
        [this, method](const Request& message, const std::string& subject,
                       Response* out) {
          return (privacy_.*method)(message, subject, out);
        });
  }

  Unary* FindPerson(Context* context, const Bytes* request,
                    Bytes* response) override {
    return Answer(context, request, response, &Privacy::Find);
  }
  Unary* ExportPerson(Context* context, const Bytes* request,
                      Bytes* response) override {
    return Answer(context, request, response, &Privacy::Export);
  }
  Unary* RectifyDecision(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Answer(context, request, response, &Privacy::Rectify);
  }
  Unary* ErasePerson(Context* context, const Bytes* request,
                     Bytes* response) override {
    return Answer(context, request, response, &Privacy::Erase);
  }
  Unary* RestrictPerson(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Answer(context, request, response, &Privacy::Restrict);
  }
  Unary* SetObjection(Context* context, const Bytes* request,
                      Bytes* response) override {
    return Answer(context, request, response, &Privacy::SetObjection);
  }

  Privacy& privacy_;
  WorkQueue& queue_;
  const KeyRing& keys_;
  std::atomic<bool> draining_ = false;
};

}  // namespace

std::unique_ptr<DrainableService> NewPrivacyService(Privacy* privacy,
                                                    WorkQueue* queue,
                                                    const KeyRing* keys) {
  return std::make_unique<PrivacyServiceImpl>(privacy, queue, keys);
}

}  // namespace crible
