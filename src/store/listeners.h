#ifndef CRIBLE_STORE_LISTENERS_H_
#define CRIBLE_STORE_LISTENERS_H_

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/store.h"

namespace crible {

// Who wants to hear of commits.
class Listeners {
 public:
  using Listener = std::function<void(uint64_t)>;

  std::unique_ptr<Store::Listening> Add(Listener listener) {
    absl::MutexLock lock(&mutex_);
    listeners_.push_back(std::move(listener));
    return std::make_unique<Entry>(this, std::prev(listeners_.end()));
  }
  // The same commit may be told of twice, by the writer and by the database.
  void Tell(uint64_t token) {
    absl::MutexLock lock(&mutex_);
    if (token <= told_) return;
    told_ = token;
    for (const Listener& listener : listeners_) listener(token);
  }

 private:
  class Entry : public Store::Listening {
   public:
    Entry(Listeners* of, std::list<Listener>::iterator place)
        : of_(*of), place_(place) {}
    ~Entry() override {
      absl::MutexLock lock(&of_.mutex_);
      of_.listeners_.erase(place_);
    }

   private:
    Listeners& of_;
    const std::list<Listener>::iterator place_;
  };

  absl::Mutex mutex_;
  uint64_t told_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Listener> listeners_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_LISTENERS_H_
