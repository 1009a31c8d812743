#ifndef CRIBLE_SERVICE_WORK_QUEUE_H_
#define CRIBLE_SERVICE_WORK_QUEUE_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace crible {

// Threads for calls that take long (batches, explanations), so that they never
// hold up the short ones, which run on gRPC's own threads.
class WorkQueue {
 public:
  WorkQueue(size_t threads, size_t waiting_max);
  // Runs what waits, then ends.
  ~WorkQueue();

  // False when as much waits as may: the task is not taken.
  bool Submit(std::function<void()> task);

 private:
  void Run();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  }

  const size_t waiting_max_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_WORK_QUEUE_H_
