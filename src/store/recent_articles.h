#ifndef CRIBLE_STORE_RECENT_ARTICLES_H_
#define CRIBLE_STORE_RECENT_ARTICLES_H_

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "base/string_map.h"

namespace crible {

// Articles that were written lately: their next comments need not bring them.
class RecentArticles {
 public:
  bool Want(const std::string& digest, absl::Time now) {
    absl::MutexLock lock(&mutex_);
    if (kept_.size() >= kMax) kept_.clear();
    const auto [place, is_new] = kept_.try_emplace(digest, now);
    if (is_new) return true;
    if (now - place->second < absl::Hours(24)) return false;
    place->second = now;
    return true;
  }
  // One that could not be written must come again.
  void Forget() {
    absl::MutexLock lock(&mutex_);
    kept_.clear();
  }

 private:
  static constexpr size_t kMax = 10'000;
  absl::Mutex mutex_;
  StringMap<absl::Time> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_RECENT_ARTICLES_H_
