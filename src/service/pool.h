#ifndef CRIBLE_SERVICE_POOL_H_
#define CRIBLE_SERVICE_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace crible {

// Objects that are dear to make and keep their capacity. At most `kept_max` lie
// idle; more are made when needed and freed when given back. Must outlive what
// it has lent. Safe from any thread.
template <typename T>
class Pool {
 public:
  explicit Pool(size_t kept_max) : kept_max_(kept_max) {}

  struct GiveBack {
    Pool* pool;
    void operator()(T* object) const { pool->Return(object); }
  };
  using Lent = std::unique_ptr<T, GiveBack>;

  Lent Take() {
    std::unique_ptr<T> object;
    {
      absl::MutexLock lock(&mutex_);
      if (!idle_.empty()) {
        object = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (object == nullptr) object = std::make_unique<T>();
    return Lent(object.release(), GiveBack{this});
  }

 private:
  void Return(T* object) {
    std::unique_ptr<T> owned(object);
    absl::MutexLock lock(&mutex_);
    if (idle_.size() < kept_max_) idle_.push_back(std::move(owned));
  }

  const size_t kept_max_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_POOL_H_
