#include "service/moderation_service.h"

#include <atomic>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "crible/v1/moderation_service.grpc.pb.h"
#include "crible/v1/rule_service.grpc.pb.h"
#include "service/byte_buffers.h"
#include "service/limits.h"
#include "service/moderate_batch.h"
#include "service/moderate_stream.h"
#include "service/wire.h"

namespace crible {
namespace {

// Idle rooms to work in; each may hold some hundred kilobytes.
constexpr size_t kWorksKept = 16;

grpc::Status Stopping() {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops");
}

// Answers a unary call from `queue`: `run` fills the response.
grpc::ServerUnaryReactor* RunLater(
    grpc::CallbackServerContext* context, WorkQueue* queue,
    std::function<grpc::Status(const GrpcCaller&)> run) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool taken = queue->Submit(
      [=, run = std::move(run)] { reactor->Finish(run(GrpcCaller(context))); });
  if (!taken) reactor->Finish(ToGrpc(BusyError()));
  return reactor;
}

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

using RawModerationService =
    v1::ModerationService::WithRawCallbackMethod_ModerateComment<
        v1::ModerationService::WithRawCallbackMethod_ModerateComments<
            v1::ModerationService::WithRawCallbackMethod_BatchModerateComments<
                v1::ModerationService::Service>>>;

class ModerationServiceImpl : public DrainableService,
                              private RawModerationService {
 public:
  ModerationServiceImpl(Moderator* moderator, WorkQueue* queue)
      : moderator_(*moderator), queue_(*queue), pool_(kWorksKept) {
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
    const Pool<Work>::Lent work = pool_.Take();
    RpcStatus status = Parse(*request, kRequestBytesMax, &work->request);
    if (IsOk(status)) {
      status = moderator_.Moderate(GrpcCaller(context), nullptr, "",
                                   &work->request, work.get());
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
        context, &moderator_, &pool_,
        [this](ModerateStream* ended) { streams_.Remove(ended); });
    streams_.Add(stream);
    stream->Start();
    if (draining_) stream->Drain();
    return stream.get();
  }

  grpc::ServerUnaryReactor* BatchModerateComments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    return RunLater(context, &queue_, [=, this](const GrpcCaller& caller) {
      if (draining_) return Stopping();
      const Pool<Work>::Lent work = pool_.Take();
      const RpcStatus status =
          ModerateBatch(*request, caller, &moderator_, work.get());
      if (IsOk(status)) *response = ToBuffer(work->answers);
      return ToGrpc(status);
    });
  }

  Moderator& moderator_;
  WorkQueue& queue_;
  Pool<Work> pool_;
  OpenStreams streams_;
  std::atomic<bool> draining_ = false;
};

using RawRuleService = v1::RuleService::WithRawCallbackMethod_ExplainComment<
    v1::RuleService::Service>;

class RuleServiceImpl : public DrainableService, private RawRuleService {
 public:
  RuleServiceImpl(Moderator* moderator, WorkQueue* queue)
      : moderator_(*moderator), queue_(*queue) {
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
    return RunLater(context, &queue_, [=, this](const GrpcCaller& caller) {
      if (draining_) return Stopping();
      v1::ExplainCommentRequest message;
      v1::Explanation explanation;
      RpcStatus status = Parse(*request, kRequestBytesMax, &message);
      if (IsOk(status)) {
        status = moderator_.Explain(caller, message, &explanation);
      }
      if (IsOk(status)) *response = Serialize(explanation);
      return ToGrpc(status);
    });
  }

  Moderator& moderator_;
  WorkQueue& queue_;
  std::atomic<bool> draining_ = false;
};

}  // namespace

std::unique_ptr<DrainableService> NewModerationService(Moderator* moderator,
                                                       WorkQueue* queue) {
  return std::make_unique<ModerationServiceImpl>(moderator, queue);
}

std::unique_ptr<DrainableService> NewRuleService(Moderator* moderator,
                                                 WorkQueue* queue) {
  return std::make_unique<RuleServiceImpl>(moderator, queue);
}

}  // namespace crible
