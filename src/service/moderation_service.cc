#include "service/moderation_service.h"

#include <atomic>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "crible/v1/moderation_service.grpc.pb.h"
#include "crible/v1/rule_service.grpc.pb.h"
#include "service/byte_buffers.h"
#include "service/event_message.h"
#include "service/later.h"
#include "service/limits.h"
#include "service/moderate_batch.h"
#include "service/moderate_stream.h"
#include "service/wire.h"

namespace crible {
namespace {

// Idle rooms to work in; each may hold some hundred kilobytes.
constexpr size_t kWorksKept = 16;

// The streams that are open.
class OpenStreams {
 public:
  void Add(std::shared_ptr<ModerateStream> stream) {
    absl::MutexLock lock(&mutex_);
    ModerateStream* key = stream.get();
    streams_.emplace(key, std::move(stream));
  }
  void Remove(ModerateStream* stream) {
    absl::MutexLock lock(&mutex_);
    streams_.erase(stream);
  }
  std::vector<std::shared_ptr<ModerateStream>> All() {
    absl::MutexLock lock(&mutex_);
    std::vector<std::shared_ptr<ModerateStream>> all;
    for (const auto& [key, stream] : streams_) all.push_back(stream);
    return all;
  }

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<ModerateStream*, std::shared_ptr<ModerateStream>> streams_
      ABSL_GUARDED_BY(mutex_);
};

using Service = v1::ModerationService;
using RawDecisions = Service::WithRawCallbackMethod_ModerateComment<
    Service::WithRawCallbackMethod_ModerateComments<
        Service::WithRawCallbackMethod_BatchModerateComments<
            Service::Service>>>;
using RawEvents = Service::WithRawCallbackMethod_WatchDecisions<
    Service::WithRawCallbackMethod_ListDecisionEvents<RawDecisions>>;
using RawModerationService = Service::WithRawCallbackMethod_ReportComment<
    Service::WithRawCallbackMethod_WithdrawComment<
        Service::WithRawCallbackMethod_NotePublication<
            Service::WithRawCallbackMethod_SetArticleMode<
                Service::WithRawCallbackMethod_SetAuthorStatus<
                    Service::WithRawCallbackMethod_SubmitFeedback<
                        RawEvents>>>>>>;

grpc::ByteBuffer WriteEvent(const Event* event, uint64_t token) {
  v1::WatchDecisionsResponse message;
  if (event != nullptr) *message.mutable_event() = ToProto(*event);
  message.set_resume_token(ToResumeToken(token));
  return Serialize(message);
}

class ModerationServiceImpl : public DrainableService,
                              private RawModerationService {
 public:
  ModerationServiceImpl(Moderator* moderator, WorkQueue* queue,
                        const DeskParts& desk, const KeyRing* keys)
      : moderator_(*moderator),
        queue_(*queue),
        desk_(desk),
        keys_(*keys),
        pool_(kWorksKept) {
    SilenceProtobuf();
  }

  grpc::Service* grpc_service() override {
    return static_cast<RawModerationService*>(this);
  }

  void Drain() override {
    draining_ = true;
    for (const auto& stream : streams_.All()) stream->Drain();
  }

 private:
  grpc::ServerUnaryReactor* ModerateComment(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (draining_) {
      reactor->Finish(Stopping());
      return reactor;
    }
    const GrpcCaller caller(context, keys_, KeyScope::kModerate);
    const Pool<Work>::Lent work = pool_.Take();
    RpcStatus status = caller.refusal();
    if (IsOk(status))
      status = Parse(*request, kRequestBytesMax, &work->request);
    if (IsOk(status)) {
      status =
          moderator_.Moderate(caller, nullptr, "", &work->request, work.get());
    }
    if (IsOk(status)) *response = ToBuffer(work->decision);
    if (!IsOk(status) || !Moderator::MustWait(*work)) {
      reactor->Finish(ToGrpc(status));
      return reactor;
    }
    work->commit->WhenSettled([reactor](const absl::Status& kept) {
      reactor->Finish(ToGrpc(kept.ok() ? RpcStatus() : NotRecordedError()));
    });
    return reactor;
  }

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ModerateComments(
      grpc::CallbackServerContext* context) override {
    auto stream = std::make_shared<ModerateStream>(
        context, keys_, &moderator_, &pool_,
        [this](ModerateStream* ended) { streams_.Remove(ended); });
    streams_.Add(stream);
    stream->Start();
    if (draining_) stream->Drain();
    return stream.get();
  }

  grpc::ServerUnaryReactor* BatchModerateComments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    const auto run = [=, this](const GrpcCaller& caller) {
      if (draining_) return Stopping();
      const Pool<Work>::Lent work = pool_.Take();
      const RpcStatus status =
          ModerateBatch(*request, caller, &moderator_, work.get());
      if (IsOk(status)) *response = ToBuffer(work->answers);
      return ToGrpc(status);
    };
    return RunLater(context, &queue_, keys_, KeyScope::kModerate, run);
  }

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;
  using Bytes = grpc::ByteBuffer;

  // What appends an event: waits for the disk on the desk's own queue.
  template <typename Request>
  Unary* Act(Context* context, const Bytes* request, Bytes* response,
             RpcStatus (Desk::*method)(const Request&, std::string_view,
                                       v1::Event*)) {
    return AnswerLater<Request, v1::Event>(
        context, desk_.queue, keys_, KeyScope::kModerate, draining_, request,
        response,
        [this, method](const Request& message, const std::string& subject,
                       v1::Event* event) {
          return (desk_.desk->*method)(message, subject, event);
        });
  }
  Unary* ReportComment(Context* context, const Bytes* request,
                       Bytes* response) override {
    return Act(context, request, response, &Desk::ReportComment);
  }
  Unary* WithdrawComment(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Act(context, request, response, &Desk::WithdrawComment);
  }
  Unary* NotePublication(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Act(context, request, response, &Desk::NotePublication);
  }
  Unary* SetArticleMode(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Act(context, request, response, &Desk::SetArticleMode);
  }
  Unary* SetAuthorStatus(Context* context, const Bytes* request,
                         Bytes* response) override {
    return Act(context, request, response, &Desk::SetAuthorStatus);
  }
  Unary* SubmitFeedback(Context* context, const Bytes* request,
                        Bytes* response) override {
    return Act(context, request, response, &Desk::SubmitFeedback);
  }
  Unary* ListDecisionEvents(Context* context, const Bytes* request,
                            Bytes* response) override {
    return AnswerLater<v1::ListDecisionEventsRequest,
                       v1::ListDecisionEventsResponse>(
        context, desk_.queue, keys_, KeyScope::kModerate, draining_, request,
        response, [this](const auto& message, const std::string&, auto* out) {
          return desk_.desk->ListDecisionEvents(message, out);
        });
  }
  grpc::ServerWriteReactor<Bytes>* WatchDecisions(
      Context* context, const Bytes* request) override {
    v1::WatchDecisionsRequest message;
    const RpcStatus status =
        ReadWatch(context, keys_, KeyScope::kModerate, *request, &message);
    if (!IsOk(status)) return RefuseWatch(ToGrpc(status));
    return desk_.hub->Watch(message.parent(), message.resume_token(),
                            message.only_new(),
                            {.decisions = message.include_decisions(),
                             .wanted = [](const Event&) { return true; },
                             .write = WriteEvent});
  }

  Moderator& moderator_;
  WorkQueue& queue_;
  const DeskParts desk_;
  const KeyRing& keys_;
  Pool<Work> pool_;
  OpenStreams streams_;
  std::atomic<bool> draining_ = false;
};

using RawRuleService = v1::RuleService::WithRawCallbackMethod_ExplainComment<
    v1::RuleService::Service>;

class RuleServiceImpl : public DrainableService, private RawRuleService {
 public:
  RuleServiceImpl(Moderator* moderator, WorkQueue* queue, const KeyRing* keys)
      : moderator_(*moderator), queue_(*queue), keys_(*keys) {
    SilenceProtobuf();
  }

  grpc::Service* grpc_service() override {
    return static_cast<RawRuleService*>(this);
  }
  void Drain() override { draining_ = true; }

 private:
  grpc::ServerUnaryReactor* ExplainComment(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    const auto run = [=, this](const GrpcCaller& caller) {
      if (draining_) return Stopping();
      v1::ExplainCommentRequest message;
      v1::Explanation explanation;
      RpcStatus status = Parse(*request, kRequestBytesMax, &message);
      if (IsOk(status)) {
        status = moderator_.Explain(caller, message, &explanation);
      }
      if (IsOk(status)) *response = Serialize(explanation);
      return ToGrpc(status);
    };
    return RunLater(context, &queue_, keys_, KeyScope::kRules, run);
  }

  Moderator& moderator_;
  WorkQueue& queue_;
  const KeyRing& keys_;
  std::atomic<bool> draining_ = false;
};

}  // namespace

std::unique_ptr<DrainableService> NewModerationService(Moderator* moderator,
                                                       WorkQueue* queue,
                                                       const DeskParts& desk,
                                                       const KeyRing* keys) {
  return std::make_unique<ModerationServiceImpl>(moderator, queue, desk, keys);
}

std::unique_ptr<DrainableService> NewRuleService(Moderator* moderator,
                                                 WorkQueue* queue,
                                                 const KeyRing* keys) {
  return std::make_unique<RuleServiceImpl>(moderator, queue, keys);
}

}  // namespace crible
