#ifndef CRIBLE_STORE_COMMIT_H_
#define CRIBLE_STORE_COMMIT_H_

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace crible {

// What becomes of one write: pending, then OK (on disk) or an error (nothing
// was written; but see UNKNOWN in group_writer.h). Safe from any thread.
class Commit {
 public:
  // Whether the caller of Store::Record must not answer before it has settled.
  // True until it is submitted.
  bool binds() const { return binds_; }
  void set_binds(bool binds) { binds_ = binds; }

  bool settled() const {
    absl::MutexLock lock(&mutex_);
    return settled_;
  }

  // Settled, and not written.
  bool failed() const {
    absl::MutexLock lock(&mutex_);
    return settled_ && !status_.ok();
  }

  // Calls `then` once: now if it has settled, else on a thread of the store.
  void WhenSettled(std::function<void(const absl::Status&)> then) {
    {
      absl::MutexLock lock(&mutex_);
      if (!settled_) {
        waiting_.push_back(std::move(then));
        return;
      }
    }
    then(status_);
  }

  absl::Status Wait() const {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&settled_));
    return status_;
  }

  // Once, by the writer.
  void Settle(const absl::Status& status) {
    std::vector<std::function<void(const absl::Status&)>> waiting;
    {
      absl::MutexLock lock(&mutex_);
      status_ = status;
      settled_ = true;
      waiting.swap(waiting_);
    }
    for (const auto& then : waiting) then(status);
  }

 private:
  std::atomic<bool> binds_ = true;
  mutable absl::Mutex mutex_;
  bool settled_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_;  // fixed once settled_
  std::vector<std::function<void(const absl::Status&)>> waiting_
      ABSL_GUARDED_BY(mutex_);
};
using CommitPointer = std::shared_ptr<Commit>;

}  // namespace crible

#endif  // CRIBLE_STORE_COMMIT_H_
