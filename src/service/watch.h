#ifndef CRIBLE_SERVICE_WATCH_H_
#define CRIBLE_SERVICE_WATCH_H_

// Streams of events: everybody who watches is served by one thread, which reads
// the log on from where each of them is.

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "store/store.h"

namespace crible {

// Without news a watcher gets a sign of life this often.
inline constexpr absl::Duration kHeartbeat = absl::Seconds(15);

// What one caller watches.
struct Watched {
  std::string site;    // set by the hub
  uint64_t token = 0;  // the last event that the caller has; set by the hub
  bool decisions = false;
  // Whether an event of the site is sent.
  std::function<bool(const Event&)> wanted;
  // The message for an event, or for a sign of life if it is null.
  std::function<grpc::ByteBuffer(const Event*, uint64_t token)> write;
};

class WatchHub;

// One server stream. Owns itself until gRPC is done with it.
class WatchStream : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                    public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(Watched watched, WatchHub* hub)
      : watched_(std::move(watched)), hub_(*hub) {}

  // For the hub's thread: reads on if all that was read is sent, or gives a
  // sign of life if it is time. False when the stream has ended.
  bool Feed(Store* store, absl::Time now);
  // Ends it with UNAVAILABLE.
  void Stop();

 private:
  friend class WatchHub;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void End(const grpc::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Watched watched_;  // token: used by the hub's thread only
  // Used by the hub's thread only; the first message comes at once.
  absl::Time last_sent_ = absl::InfinitePast();
  WatchHub& hub_;
  std::shared_ptr<WatchStream> self_;

  absl::Mutex mutex_;
  std::deque<grpc::ByteBuffer> unsent_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);  // once ended_
};

// Safe from any thread. The store must outlive it.
class WatchHub {
 public:
  explicit WatchHub(Store* store);
  ~WatchHub();

  // The reactor to give to gRPC. `parent` is "sites/{site}"; the stream begins
  // after `resume_token`, or if `only_new` with what happens from now on.
  // Refused with INVALID_ARGUMENT, or NO_DATA without a store.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(
      std::string_view parent, std::string_view resume_token, bool only_new,
      Watched watched);
  // Ends all streams, and those that come later at once.
  void Drain();
  // Something may be read, or was sent.
  void Wake();

 private:
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Add(Watched watched);
  void Run();

  Store* const store_;
  absl::Mutex mutex_;
  std::vector<std::shared_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(mutex_);
  bool awake_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<Store::Listening> listening_;
  std::thread thread_;
};

// A stream that ends at once with `status`.
grpc::ServerWriteReactor<grpc::ByteBuffer>* RefuseWatch(
    const grpc::Status& status);

}  // namespace crible

#endif  // CRIBLE_SERVICE_WATCH_H_
