#ifndef CRIBLE_SERVICE_MODERATE_STREAM_H_
#define CRIBLE_SERVICE_MODERATE_STREAM_H_

// One bidirectional stream of comments and answers.

#include <deque>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/article_book.h"
#include "service/byte_buffers.h"
#include "service/moderator.h"
#include "service/pool.h"

namespace crible {

// Reads a message, decides, queues the answer, reads the next. The answer of a
// hold or a reject is queued when it is on disk, and others overtake it.
// Reading pauses while kStreamAnswersMax answers wait, so that a caller who
// does not listen holds a bounded amount. Owns itself from Start() until gRPC
// is done with it.
class ModerateStream
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
      public std::enable_shared_from_this<ModerateStream> {
 public:
  // `done` is called once, when the stream has ended.
  ModerateStream(grpc::CallbackServerContext* context, const KeyRing& keys,
                 Moderator* moderator, Pool<Work>* pool,
                 std::function<void(ModerateStream*)> done);

  void Start();
  // Ends the stream with UNAVAILABLE once what was read is answered.
  void Drain();

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

  // The answer to one message; empty when it needs none.
  // If it may not be sent yet, *commit is what it waits for.
  struct Answered {
    grpc::ByteBuffer bytes;
    CommitPointer commit;
    std::string correlation_id;
  };
  Answered Answer(const grpc::ByteBuffer& message);
  static grpc::ByteBuffer Error(std::string_view correlation_id,
                                const RpcStatus& status);
  void Queue(grpc::ByteBuffer answer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnKept(Answered answer, const absl::Status& kept);
  // If *decided and the result is OK, work->decision is the answer.
  RpcStatus Handle(v1::ModerateCommentsRequest* message, Work* work,
                   bool* decided);
  RpcStatus BookArticle(v1::Article* article);

  // Starts whatever may start now: a write, a read, the end.
  void Step() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const GrpcCaller caller_;
  Moderator& moderator_;
  Pool<Work>& pool_;
  const std::function<void(ModerateStream*)> done_;
  std::shared_ptr<ModerateStream> self_;

  // Used by the one outstanding read and its handling only.
  grpc::ByteBuffer in_;
  v1::ModerateCommentsRequest message_;
  ArticleBook articles_;

  absl::Mutex mutex_;
  std::deque<grpc::ByteBuffer> answers_ ABSL_GUARDED_BY(mutex_);
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;  // or handling what was read
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;  // answers_.front()
  bool read_all_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;  // nobody takes answers
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool handling_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  size_t unkept_ ABSL_GUARDED_BY(mutex_) = 0;  // answers that wait for the disk
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_MODERATE_STREAM_H_
