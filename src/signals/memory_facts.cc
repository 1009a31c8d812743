#include "signals/memory_facts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "signals/event_table.h"

namespace crible {
namespace {

constexpr size_t kShards = 64;
constexpr size_t kKinds = 4;  // of RepeatOf

uint32_t Seconds(absl::Time time) {
  return static_cast<uint32_t>(std::clamp<int64_t>(
      absl::ToUnixSeconds(time), 0, std::numeric_limits<uint32_t>::max()));
}

// 0 stays 0 ("none"), and nothing else becomes it.
uint32_t Cut(uint64_t hash) {
  if (hash == 0) return 0;
  const auto cut = static_cast<uint32_t>(hash ^ (hash >> 32));
  return cut == 0 ? 1 : cut;
}

using Clock = std::chrono::steady_clock;

Clock::time_point Deadline(absl::Duration budget) {
  return Clock::now() +
         absl::ToChronoNanoseconds(std::min(budget, absl::Hours(1)));
}

// A lock is held for microseconds, unless its holder lost the processor. Tries
// again and again rather than std::timed_mutex, whose timed lock the thread
// sanitizer of GCC 12 does not know.
bool LockBefore(Clock::time_point deadline,
                std::unique_lock<std::mutex>* lock) {
  while (!lock->try_lock()) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

// Counts events and their different authors, window by window.
class WindowCounter {
 public:
  WindowCounter(std::span<const absl::Duration> windows, uint32_t now)
      : windows_(windows), now_(now) {}

  // Keeps, for the kind, the largest count of its keys; of equal counts the one
  // with more authors, as many people are no flood.
  void Add(RepeatOf of, std::vector<FactEvent>* events);
  void AppendCounts(std::vector<RepeatCount>* repeats) const;
  // "None of these": a text without links has had its links 0 times.
  void AddNone(RepeatOf of) { Counts(of); }

 private:
  struct Counted {
    uint32_t count = 0;
    uint32_t authors = 0;
    auto operator<=>(const Counted&) const = default;
  };

  std::vector<Counted>& Counts(RepeatOf of) {
    auto& counts = counts_[static_cast<size_t>(of)];
    counts.resize(windows_.size());
    return counts;
  }
  static int64_t WindowSeconds(absl::Duration window) {
    return absl::ToInt64Seconds(
        std::clamp(window, absl::ZeroDuration(), kRepeatWindowMax));
  }

  const std::span<const absl::Duration> windows_;
  const uint32_t now_;
  std::array<std::vector<Counted>, kKinds> counts_;
  std::vector<uint32_t> authors_;
};

void WindowCounter::Add(RepeatOf of, std::vector<FactEvent>* events) {
  std::sort(events->begin(), events->end(),
            [](const FactEvent& a, const FactEvent& b) {
              return a.seconds > b.seconds;
            });
  std::vector<Counted>& counts = Counts(of);
  authors_.clear();
  size_t n = 0;
  for (size_t w = 0; w < windows_.size(); ++w) {
    const int64_t since = int64_t{now_} - WindowSeconds(windows_[w]);
    for (; n < events->size() && (*events)[n].seconds >= since; ++n) {
      const uint32_t author = (*events)[n].author;
      if (std::find(authors_.begin(), authors_.end(), author) ==
          authors_.end()) {
        authors_.push_back(author);
      }
    }
    const Counted counted = {
        .count = std::min(static_cast<uint32_t>(n), kRepeatCountMax),
        .authors =
            std::min(static_cast<uint32_t>(authors_.size()), kRepeatCountMax)};
    counts[w] = std::max(counts[w], counted);
  }
}

void WindowCounter::AppendCounts(std::vector<RepeatCount>* repeats) const {
  for (size_t of = 0; of < kKinds; ++of) {
    for (size_t w = 0; w < counts_[of].size(); ++w) {
      repeats->push_back(
          {.of = static_cast<RepeatOf>(of),
           .window_seconds = static_cast<uint32_t>(WindowSeconds(windows_[w])),
           .count = counts_[of][w].count,
           .authors = counts_[of][w].authors});
    }
  }
}

class ShardedMemoryFacts : public MemoryFacts {
 public:
  explicit ShardedMemoryFacts(const MemoryFactsOptions& options) {
    for (auto& shard : shards_) {
      shard = std::make_unique<Shard>(options.bytes_max / kShards);
    }
  }

  void Observe(const FactQuery& query, absl::Time now, absl::Duration budget,
               ObservedFacts* facts) override;
  size_t keys() override {
    return Sum([](const EventTable& table) { return table.keys(); });
  }
  size_t bytes() override {
    return Sum([](const EventTable& table) { return table.bytes(); });
  }

 private:
  struct Shard {
    explicit Shard(size_t bytes_max) : table(bytes_max) {}
    std::mutex mutex;
    EventTable table;  // guarded by mutex
  };

  size_t Sum(auto part) {
    size_t sum = 0;
    for (const auto& shard : shards_) {
      const std::lock_guard lock(shard->mutex);
      sum += part(shard->table);
    }
    return sum;
  }

  std::array<std::unique_ptr<Shard>, kShards> shards_;
};

void ShardedMemoryFacts::Observe(const FactQuery& query, absl::Time now,
                                 absl::Duration budget, ObservedFacts* facts) {
  facts->Clear();
  facts->now = now;
  const FactEvent event = {.seconds = Seconds(now),
                           .comment = Cut(query.comment),
                           .author = Cut(query.author)};
  WindowCounter counter(query.windows, event.seconds);
  counter.AddNone(RepeatOf::kText);
  counter.AddNone(RepeatOf::kLink);
  const auto deadline = Deadline(budget);
  std::vector<FactEvent> events;
  for (const FactKey& key : query.keys) {
    const uint64_t hash =
        HashCombine(key.hash, static_cast<uint64_t>(key.of) + 1);
    Shard& shard = *shards_[hash >> 58];
    std::unique_lock lock(shard.mutex, std::defer_lock);
    if (budget <= absl::ZeroDuration() || !LockBefore(deadline, &lock)) {
      facts->faults.push_back(
          {Part::kFacts, "the counters did not answer in time"});
      return;
    }
    events.clear();
    shard.table.Count(hash, event, &events);
    lock.unlock();
    for (FactEvent& e : events) {
      // The comment that asks always counts, even if it was counted long ago.
      if (e.comment != 0 && e.comment == event.comment) {
        e.seconds = event.seconds;
      }
    }
    counter.Add(key.of, &events);
  }
  counter.AppendCounts(&facts->repeats);
}

}  // namespace

std::unique_ptr<MemoryFacts> NewMemoryFacts(const MemoryFactsOptions& options) {
  return std::make_unique<ShardedMemoryFacts>(options);
}

}  // namespace crible
