#ifndef CRIBLE_SERVICE_BOUNDED_CACHE_H_
#define CRIBLE_SERVICE_BOUNDED_CACHE_H_

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "base/keyed_hash.h"

namespace crible {

// A table from keyed hashes to immutable values with three bounds: entries,
// bytes and age. When full, what was asked for longest ago goes first. In 16
// parts, each under its own lock and with its sixteenth of the bounds. Safe
// from any thread.
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
  Pointer Find(const Hash128& key, absl::Time now) {
    Part& part = PartOf(key);
    absl::MutexLock lock(&part.mutex);
    const uint32_t entry = part.Find(key, now - bounds_.age_max);
    return entry == kNone ? nullptr : part.entries[entry].value;
  }

  // Puts `value` under `key`, unless `keep` says that what stands there is as
  // good. Returns what stands there afterwards.
  template <typename Keep>
  Pointer Put(const Hash128& key, Pointer value, size_t bytes, absl::Time now,
              Keep keep) {
    Part& part = PartOf(key);
    absl::MutexLock lock(&part.mutex);
    const uint32_t old = part.Find(key, now - bounds_.age_max);
    if (old != kNone) {
      if (keep(*part.entries[old].value)) return part.entries[old].value;
      part.Remove(old);
    }
    part.Add(key, value, bytes + kEntryBytes, now);
    part.Shrink(bounds_.entries_max / kParts, bounds_.bytes_max / kParts);
    return value;
  }

  void Erase(const Hash128& key) {
    Part& part = PartOf(key);
    absl::MutexLock lock(&part.mutex);
    const uint32_t entry = part.Find(key, absl::InfinitePast());
    if (entry != kNone) part.Remove(entry);
  }

  void Clear() {
    for (Part& part : parts_) {
      absl::MutexLock lock(&part.mutex);
      part.Shrink(0, 0);
    }
  }

  size_t size() {
    size_t sum = 0;
    for (Part& part : parts_) {
      absl::MutexLock lock(&part.mutex);
      sum += part.live;
    }
    return sum;
  }

 private:
  static constexpr size_t kParts = 16;
  static constexpr uint32_t kNone = ~uint32_t{0};
  // What the table itself and the memory manager take for an entry, roughly.
  static constexpr size_t kEntryBytes = 160;

  struct Entry {
    Hash128 key;
    Pointer value;
    size_t bytes = 0;
    absl::Time since;
    uint32_t newer = kNone, older = kNone;  // by the last time of asking
    uint32_t next = kNone;                  // of the same slot; or free list
  };

  // Chains of entries, from a power of two of slots.
  struct Part {
    absl::Mutex mutex;
    std::vector<uint32_t> slots ABSL_GUARDED_BY(mutex) =
        std::vector<uint32_t>(16, kNone);
    std::vector<Entry> entries ABSL_GUARDED_BY(mutex);
    uint32_t free ABSL_GUARDED_BY(mutex) = kNone;
    uint32_t newest ABSL_GUARDED_BY(mutex) = kNone;
    uint32_t oldest ABSL_GUARDED_BY(mutex) = kNone;
    size_t live ABSL_GUARDED_BY(mutex) = 0;
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;

    uint32_t& SlotOf(const Hash128& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      return slots[key.low & (slots.size() - 1)];
    }

    uint32_t Find(const Hash128& key, absl::Time oldest_kept)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      uint32_t at = SlotOf(key);
      while (at != kNone && entries[at].key != key) at = entries[at].next;
      if (at == kNone) return kNone;
      if (entries[at].since < oldest_kept) {
        Remove(at);
        return kNone;
      }
      Unlink(at);
      LinkNewest(at);
      return at;
    }

    void Add(const Hash128& key, Pointer value, size_t size, absl::Time now)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      if (live == slots.size()) Grow();
      uint32_t at = free;
      if (at == kNone) {
        at = static_cast<uint32_t>(entries.size());
        entries.emplace_back();
      } else {
        free = entries[at].next;
      }
      Entry& entry = entries[at];
      entry.key = key;
      entry.value = std::move(value);
      entry.bytes = size;
      entry.since = now;
      entry.next = std::exchange(SlotOf(key), at);
      LinkNewest(at);
      ++live;
      bytes += size;
    }

    void Remove(uint32_t at) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      Entry& entry = entries[at];
      uint32_t* link = &SlotOf(entry.key);
      while (*link != at) link = &entries[*link].next;
      *link = entry.next;
      Unlink(at);
      entry.value.reset();
      bytes -= entry.bytes;
      --live;
      entry.next = std::exchange(free, at);
    }

    void Shrink(size_t entries_max, size_t bytes_max)
        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      while (live > 0 && (live > entries_max || bytes > bytes_max)) {
        Remove(oldest);
      }
    }

    void Unlink(uint32_t at) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      const Entry& entry = entries[at];
      (entry.newer == kNone ? newest : entries[entry.newer].older) =
          entry.older;
      (entry.older == kNone ? oldest : entries[entry.older].newer) =
          entry.newer;
    }

    void LinkNewest(uint32_t at) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      entries[at].newer = kNone;
      entries[at].older = newest;
      (newest == kNone ? oldest : entries[newest].newer) = at;
      newest = at;
    }

    void Grow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
      slots.assign(slots.size() * 2, kNone);
      for (uint32_t at = newest; at != kNone; at = entries[at].older) {
        entries[at].next = std::exchange(SlotOf(entries[at].key), at);
      }
    }
  };

  // The slots use the low half.
  Part& PartOf(const Hash128& key) { return parts_[key.high >> 60]; }

  const Bounds bounds_;
  std::array<Part, kParts> parts_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_BOUNDED_CACHE_H_
