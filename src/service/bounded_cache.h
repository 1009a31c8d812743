#ifndef CRIBLE_SERVICE_BOUNDED_CACHE_H_
#define CRIBLE_SERVICE_BOUNDED_CACHE_H_

#include <array>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "base/hash.h"
#include "base/string_map.h"

namespace crible {

// A table from text to immutable values with three bounds: entries, bytes and
// age. When full, what was asked for longest ago goes first. In 16 parts, each
// under its own lock and with its sixteenth of the bounds. Safe from any
// thread.
template <typename Value>
class BoundedCache {
 public:
  struct Bounds {
    size_t entries_max = 0;
    size_t bytes_max = 0;
    absl::Duration age_max;
  };
  using Pointer = std::shared_ptr<const Value>;

  explicit BoundedCache(const Bounds& bounds) : bounds_(bounds) {}

  // Null when absent or too old.
  Pointer Find(std::string_view key, absl::Time now) {
    Part& part = PartOf(key);
    absl::MutexLock lock(&part.mutex);
    return part.Find(key, now - bounds_.age_max);
  }

  // Puts `value` under `key`, unless `keep` says that what stands there is as
  // good. Returns what stands there afterwards.
  template <typename Keep>
  Pointer Put(std::string_view key, Pointer value, size_t bytes, absl::Time now,
              Keep keep) {
    Part& part = PartOf(key);
    absl::MutexLock lock(&part.mutex);
    Pointer old = part.Find(key, now - bounds_.age_max);
    if (old != nullptr && keep(*old)) return old;
    part.Remove(key);
    part.Add(key, value, bytes + key.size() + kEntryBytes, now);
    part.Shrink(bounds_.entries_max / kParts, bounds_.bytes_max / kParts);
    return value;
  }

  size_t size() {
    size_t sum = 0;
    for (Part& part : parts_) {
      absl::MutexLock lock(&part.mutex);
      sum += part.by_key.size();
    }
    return sum;
  }

 private:
  static constexpr size_t kParts = 16;
  // What the tables themselves take for an entry, roughly.
  static constexpr size_t kEntryBytes = 200;

  struct Entry {
    std::string key;
    Pointer value;
    size_t bytes;
    absl::Time since;
  };

  struct Part {
    absl::Mutex mutex;
    std::list<Entry> recent ABSL_GUARDED_BY(mutex);  // asked for last, first
    StringMap<typename std::list<Entry>::iterator> by_key
        ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;

    Pointer Find(std::string_view key, absl::Time oldest)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      const auto found = by_key.find(key);
      if (found == by_key.end()) return nullptr;
      if (found->second->since < oldest) {
        Remove(key);
        return nullptr;
      }
      recent.splice(recent.begin(), recent, found->second);
      return found->second->value;
    }

    void Add(std::string_view key, Pointer value, size_t size, absl::Time now)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      recent.push_front({std::string(key), std::move(value), size, now});
      by_key.emplace(key, recent.begin());
      bytes += size;
    }

    void Remove(std::string_view key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      const auto found = by_key.find(key);
      if (found == by_key.end()) return;
      bytes -= found->second->bytes;
      recent.erase(found->second);
      by_key.erase(found);
    }

    void Shrink(size_t entries_max, size_t bytes_max)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      while (!recent.empty() &&
             (recent.size() > entries_max || bytes > bytes_max)) {
        Remove(std::string(recent.back().key));
      }
    }
  };

  Part& PartOf(std::string_view key) {
    return parts_[Hash64(key) >> 60];  // the tables use the low bits
  }

  const Bounds bounds_;
  std::array<Part, kParts> parts_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_BOUNDED_CACHE_H_
