#ifndef CRIBLE_STORE_BACKOFF_H_
#define CRIBLE_STORE_BACKOFF_H_

#include <algorithm>
#include <chrono>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace crible {

// How long to wait before the next attempt to reach something that is away:
// 50 ms, then twice as long each time, up to 2 s.
class Backoff {
 public:
  absl::Duration Next() {
    const absl::Duration next = next_;
    next_ = std::min(next_ * 2, absl::Seconds(2));
    return next;
  }
  void Reset() { next_ = kFirst; }

 private:
  static constexpr absl::Duration kFirst = absl::Milliseconds(50);
  absl::Duration next_ = kFirst;
};

// Keeps all connections of a database from asking a server that is away. After
// a failure one tries at a time, with pauses; the others have the same answer
// at once, where each would wait for a silent server to the end of its
// patience. Safe from any thread.
class Gate {
 public:
  // An error is the last one: do not try. After OK, Leave() must follow.
  absl::Status Enter() {
    absl::MutexLock lock(&mutex_);
    if (last_.ok()) return absl::OkStatus();
    if (trying_ || std::chrono::steady_clock::now() < next_) return last_;
    trying_ = true;
    return absl::OkStatus();
  }
  void Leave(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    last_ = status;
    trying_ = false;
    if (status.ok()) {
      backoff_.Reset();
    } else {
      next_ = std::chrono::steady_clock::now() +
              absl::ToChronoMilliseconds(backoff_.Next());
    }
  }

 private:
  absl::Mutex mutex_;
  absl::Status last_ ABSL_GUARDED_BY(mutex_);
  bool trying_ ABSL_GUARDED_BY(mutex_) = false;
  Backoff backoff_ ABSL_GUARDED_BY(mutex_);
  std::chrono::steady_clock::time_point next_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_BACKOFF_H_
