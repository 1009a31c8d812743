// A server of the same API that decides nothing: what the wire alone costs.
// It reads the same raw bytes into the same pooled messages and answers with
// the bytes of real decisions, recorded by crible_bench_client --record.
//
//   crible_bench_echo PORT REPLIES
//
// Streams and batches travel as in service/: batches on a queue of one thread
// a core, a stream's answers queued behind one another.

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "base/files.h"
#include "crible/v1/moderation_service.grpc.pb.h"
#include "fmt/core.h"
#include "grpcpp/server_builder.h"
#include "service/byte_buffers.h"
#include "service/limits.h"
#include "service/pool.h"
#include "service/work_queue.h"

namespace crible::bench {
namespace {

constexpr char kDecisionTag = 2 << 3 | 2;       // of a stream's answer
constexpr char kBatchDecisionTag = 1 << 3 | 2;  // of a batch's result
constexpr char kResultsTag = 1 << 3 | 2;        // of a batch's answer
constexpr char kCorrelationIdTag = 1 << 3 | 2;

void AppendField(char tag, std::string_view bytes, std::string* out) {
  *out += tag;
  size_t size = bytes.size();
  for (; size >= 128; size >>= 7) *out += static_cast<char>(size | 128);
  *out += static_cast<char>(size);
  *out += bytes;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

// Answers of an earlier run, as messages and as results of a batch.
class Replies {
 public:
  explicit Replies(std::string_view file) {
    while (file.size() >= sizeof(uint32_t)) {
      uint32_t size;
      file.copy(reinterpret_cast<char*>(&size), sizeof size);
      file.remove_prefix(sizeof size);
      decisions_.emplace_back(file.substr(0, size));
      file.remove_prefix(std::min<size_t>(size, file.size()));
      std::string result;
      AppendField(kBatchDecisionTag, decisions_.back(), &result);
      AppendField(kResultsTag, result, &results_.emplace_back());
    }
  }
  bool empty() const { return decisions_.empty(); }
  const std::string& NextDecision() {
    return decisions_[next_++ % decisions_.size()];
  }
  const std::string& NextResult() {
    return results_[next_++ % results_.size()];
  }

 private:
  std::vector<std::string> decisions_;
  std::vector<std::string> results_;
  std::atomic<size_t> next_ = 0;
};

struct Room {
  v1::ModerateCommentRequest request;
  v1::ModerateCommentsRequest message;
  v1::BatchModerateCommentsRequest batch;
  std::string bytes;
};

class EchoStream
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  EchoStream(Replies* replies, Pool<Room>* pool)
      : replies_(*replies), pool_(*pool) {
    StartRead(&in_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) {
      absl::MutexLock lock(&mutex_);
      read_all_ = true;
      return Step();
    }
    grpc::ByteBuffer answer = Answer();
    absl::MutexLock lock(&mutex_);
    answers_.push_back(std::move(answer));
    reading_ = false;
    Step();
  }
  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    answers_.pop_front();
    if (!ok) broken_ = true;
    Step();
  }
  void OnDone() override { delete this; }

  grpc::ByteBuffer Answer() {
    const Pool<Room>::Lent room = pool_.Take();
    if (!IsOk(Parse(in_, kRequestBytesMax, &room->message))) std::abort();
    room->bytes.clear();
    AppendField(kCorrelationIdTag, room->message.correlation_id(),
                &room->bytes);
    AppendField(kDecisionTag, replies_.NextDecision(), &room->bytes);
    return ToBuffer(room->bytes);
  }

  void Step() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (finished_) return;
    if (!writing_ && !answers_.empty()) {
      writing_ = true;
      StartWrite(&answers_.front());
    }
    if (!read_all_ && !reading_ && answers_.size() < kStreamAnswersMax) {
      reading_ = true;
      StartRead(&in_);
    }
    if ((!read_all_ && !broken_) || writing_) return;
    finished_ = true;
    Finish(grpc::Status::OK);
  }

  Replies& replies_;
  Pool<Room>& pool_;
  grpc::ByteBuffer in_;
  absl::Mutex mutex_;
  std::deque<grpc::ByteBuffer> answers_ ABSL_GUARDED_BY(mutex_);
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool read_all_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

class EchoService
    : public v1::ModerationService::WithRawCallbackMethod_ModerateComment<
          v1::ModerationService::WithRawCallbackMethod_ModerateComments<
              v1::ModerationService::
                  WithRawCallbackMethod_BatchModerateComments<
                      v1::ModerationService::Service>>> {
 public:
  explicit EchoService(Replies* replies)
      : replies_(*replies), pool_(16), queue_(1, 64) {}

 private:
  grpc::ServerUnaryReactor* ModerateComment(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const Pool<Room>::Lent room = pool_.Take();
    if (!IsOk(Parse(*request, kRequestBytesMax, &room->request))) std::abort();
    *response = ToBuffer(replies_.NextDecision());
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ModerateComments(
      grpc::CallbackServerContext*) override {
    return new EchoStream(&replies_, &pool_);
  }

  grpc::ServerUnaryReactor* BatchModerateComments(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const bool taken = queue_.Submit([=, this] {
      const Pool<Room>::Lent room = pool_.Take();
      if (!IsOk(Parse(*request, kBatchBytesMax, &room->batch))) std::abort();
      room->bytes.clear();
      for (int i = 0; i < room->batch.requests_size(); ++i) {
        room->bytes += replies_.NextResult();
      }
      *response = ToBuffer(room->bytes);
      reactor->Finish(grpc::Status::OK);
    });
    if (!taken) reactor->Finish(ToGrpc(BusyError()));
    return reactor;
  }

  Replies& replies_;
  Pool<Room> pool_;
  WorkQueue queue_;
};

int Serve(const char* port, const std::string& file) {
  const auto bytes = ReadFile(file);
  if (!bytes.ok()) return 1;
  Replies replies(*bytes);
  if (replies.empty()) return 1;
  EchoService service(&replies);
  grpc::ServerBuilder builder;
  int bound = 0;
  builder.AddListeningPort(fmt::format("127.0.0.1:{}", port),
                           grpc::InsecureServerCredentials(), &bound);
  builder.SetMaxReceiveMessageSize(static_cast<int>(kMessageBytesMax));
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || bound == 0) return 1;
  pause();  // until it is killed
  return 0;
}

}  // namespace
}  // namespace crible::bench

int main(int argc, char** argv) {
  if (argc == 3) return crible::bench::Serve(argv[1], argv[2]);
  std::fprintf(stderr, "usage: crible_bench_echo PORT REPLIES\n");
  return 2;
}
