#include "service/review_service.h"

#include <atomic>
#include <utility>

#include "crible/v1/review_service.grpc.pb.h"
#include "service/check.h"
#include "service/event_message.h"
#include "service/later.h"
#include "service/wire.h"

namespace crible {
namespace {

using Service = v1::ReviewService;
using RawReviewService = Service::WithRawCallbackMethod_ListReviewItems<
    Service::WithRawCallbackMethod_GetReviewItem<
        Service::WithRawCallbackMethod_ClaimReviewItems<
            Service::WithRawCallbackMethod_ResolveReviewItem<
                Service::WithRawCallbackMethod_BatchResolveReviewItems<
                    Service::WithRawCallbackMethod_UndoResolution<
                        Service::WithRawCallbackMethod_ListSimilarItems<
                            Service::WithRawCallbackMethod_GetAuthor<
                                Service::WithRawCallbackMethod_CompareObserved<
                                    Service::
                                        WithRawCallbackMethod_WatchReviewItems<
                                            Service::Service>>>>>>>>>>;

// What changes the queue: what people did, and the decisions that put a comment
// into it. A look is an acceptance like any other to the log; its item is found
// by listing.
bool ChangesQueue(const Event& event) {
  return event.kind != EventKind::kDecision ||
         event.code == static_cast<int>(Verdict::kHold) + 1;
}

grpc::ByteBuffer WriteChange(const Event* event, uint64_t token) {
  v1::WatchReviewItemsResponse message;
  if (event != nullptr) *message.mutable_event() = ToProto(*event);
  message.set_resume_token(ToResumeToken(token));
  return Serialize(message);
}

class ReviewServiceImpl : public DrainableService, private RawReviewService {
 public:
  ReviewServiceImpl(Reviewer* reviewer, WorkQueue* queue, WatchHub* hub,
                    const KeyRing* keys)
      : reviewer_(*reviewer), queue_(*queue), hub_(*hub), keys_(*keys) {
    SilenceProtobuf();
  }

  grpc::Service* grpc_service() override {
    return static_cast<RawReviewService*>(this);
  }
  void Drain() override { draining_ = true; }

 private:
  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;
  using Bytes = grpc::ByteBuffer;

  template <typename Request, typename Response, typename Method>
  Unary* Answer(Context* context, const Bytes* request, Bytes* response,
                Method method) {
    return AnswerLater<Request, Response>(
        context, &queue_, keys_, KeyScope::kReview, draining_, request,
        response,
        [this, method](const Request& message, const std::string& subject,
                       Response* out) {
          return method(&reviewer_, message, subject, out);
        });
  }

  Unary* ListReviewItems(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Answer<v1::ListReviewItemsRequest, v1::ListReviewItemsResponse>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto&, auto* out) {
          return r->List(in, out);
        });
  }
  Unary* GetReviewItem(Context* context, const Bytes* request,
                       Bytes* response) override {
    return Answer<v1::GetReviewItemRequest, v1::ReviewItem>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto& who, auto* out) {
          return r->Get(in, who, out);
        });
  }
  Unary* ClaimReviewItems(Context* context, const Bytes* request,
                          Bytes* response) override {
    return Answer<v1::ClaimReviewItemsRequest, v1::ClaimReviewItemsResponse>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto& who, auto* out) {
          return r->Claim(in, who, out);
        });
  }
  Unary* ResolveReviewItem(Context* context, const Bytes* request,
                           Bytes* response) override {
    return Answer<v1::ResolveReviewItemRequest, v1::ReviewItem>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto& who, auto* out) {
          return r->Resolve(in, who, out);
        });
  }
  Unary* BatchResolveReviewItems(Context* context, const Bytes* request,
                                 Bytes* response) override {
    return Answer<v1::BatchResolveReviewItemsRequest,
                  v1::BatchResolveReviewItemsResponse>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto& who, auto* out) {
          return r->BatchResolve(in, who, out);
        });
  }
  Unary* UndoResolution(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Answer<v1::UndoResolutionRequest, v1::ReviewItem>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto& who, auto* out) {
          return r->Undo(in, who, out);
        });
  }
  Unary* ListSimilarItems(Context* context, const Bytes* request,
                          Bytes* response) override {
    return Answer<v1::ListSimilarItemsRequest, v1::ListSimilarItemsResponse>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto&, auto* out) {
          return r->ListSimilar(in, out);
        });
  }
  Unary* GetAuthor(Context* context, const Bytes* request,
                   Bytes* response) override {
    return Answer<v1::GetAuthorRequest, v1::AuthorSummary>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto&, auto* out) {
          return r->GetAuthor(in, out);
        });
  }
  Unary* CompareObserved(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Answer<v1::CompareObservedRequest, v1::ObservedComparison>(
        context, request, response,
        [](Reviewer* r, const auto& in, const auto&, auto* out) {
          return r->CompareObserved(in, out);
        });
  }

  grpc::ServerWriteReactor<Bytes>* WatchReviewItems(
      Context* context, const Bytes* request) override {
    v1::WatchReviewItemsRequest message;
    const RpcStatus status =
        ReadWatch(context, keys_, KeyScope::kReview, *request, &message);
    if (!IsOk(status)) return RefuseWatch(ToGrpc(status));
    return hub_.Watch(
        message.parent(), message.resume_token(),
        message.resume_token().empty(),
        {.decisions = true, .wanted = ChangesQueue, .write = WriteChange});
  }

  Reviewer& reviewer_;
  WorkQueue& queue_;
  WatchHub& hub_;
  const KeyRing& keys_;
  std::atomic<bool> draining_ = false;
};

}  // namespace

std::unique_ptr<DrainableService> NewReviewService(Reviewer* reviewer,
                                                   WorkQueue* queue,
                                                   WatchHub* hub,
                                                   const KeyRing* keys) {
  return std::make_unique<ReviewServiceImpl>(reviewer, queue, hub, keys);
}

}  // namespace crible
