#include "signals/memory_facts.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <limits>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
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

// A time to come, counted from when it is first asked about: nobody reads the
// clock for nothing.
class Deadline {
 public:
  explicit Deadline(absl::Duration budget)
      : budget_(std::min(budget, absl::Hours(1))) {}
  bool Passed() {
    const Clock::time_point now = Clock::now();
    if (end_ == Clock::time_point()) {
      end_ = now + absl::ToChronoNanoseconds(budget_);
    }
    return now >= end_;
  }

 private:
  const absl::Duration budget_;
  Clock::time_point end_;
};

// Held for a fraction of a microsecond, unless its holder lost the processor.
class SpinLock {
 public:
  bool TryLock() { return !held_.test_and_set(std::memory_order_acquire); }
  void Unlock() { held_.clear(std::memory_order_release); }

  bool LockBefore(Deadline* deadline) {
    while (!TryLock()) {
      if (deadline->Passed()) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  std::atomic_flag held_ = ATOMIC_FLAG_INIT;
};

// Counts events and their different authors, window by window.
class WindowCounter {
 public:
  // Keeps its capacity.
  void Start(std::span<const absl::Duration> windows, uint32_t now);
  // Keeps, for the kind, the largest count of its keys; of equal counts the one
  // with more authors, as many people are no flood.
  void Add(RepeatOf of, std::vector<FactEvent>* events);
  void AppendCounts(std::vector<RepeatCount>* repeats) const;
  // "None of these": a text without links has had its links 0 times.
  void AddNone(RepeatOf of) { asked_[static_cast<size_t>(of)] = true; }

 private:
  struct Counted {
    uint32_t count = 0;
    uint32_t authors = 0;
    auto operator<=>(const Counted&) const = default;
  };

  std::span<Counted> Counts(RepeatOf of) {
    AddNone(of);
    return std::span(counts_).subspan(static_cast<size_t>(of) * seconds_.size(),
                                      seconds_.size());
  }

  uint32_t now_ = 0;
  std::vector<uint32_t> seconds_;  // of the windows
  std::array<bool, kKinds> asked_ = {};
  std::vector<Counted> counts_;  // by kind, then window
  std::vector<uint32_t> authors_;
};

void WindowCounter::Start(std::span<const absl::Duration> windows,
                          uint32_t now) {
  now_ = now;
  seconds_.clear();
  for (const absl::Duration window : windows) {
    seconds_.push_back(static_cast<uint32_t>(absl::ToInt64Seconds(
        std::clamp(window, absl::ZeroDuration(), kRepeatWindowMax))));
  }
  asked_ = {};
  counts_.assign(kKinds * seconds_.size(), Counted());
}

void WindowCounter::Add(RepeatOf of, std::vector<FactEvent>* events) {
  const std::span<Counted> counts = Counts(of);
  if (events->size() == 1 && events->front().seconds == now_) {
    for (Counted& counted : counts) counted = std::max(counted, Counted{1, 1});
    return;
  }
  std::sort(events->begin(), events->end(),
            [](const FactEvent& a, const FactEvent& b) {
              return a.seconds > b.seconds;
            });
  authors_.clear();
  size_t n = 0;
  for (size_t w = 0; w < counts.size(); ++w) {
    const int64_t since = int64_t{now_} - seconds_[w];
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
    if (!asked_[of]) continue;
    for (size_t w = 0; w < seconds_.size(); ++w) {
      const Counted& counted = counts_[of * seconds_.size() + w];
      repeats->push_back({.of = static_cast<RepeatOf>(of),
                          .window_seconds = seconds_[w],
                          .count = counted.count,
                          .authors = counted.authors});
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
  void Forget(const FactRemoval& removal) override;
  size_t keys() override {
    return Sum([](const EventTable& table) { return table.keys(); });
  }
  size_t bytes() override {
    return Sum([](const EventTable& table) { return table.bytes(); });
  }

 private:
  struct Shard {
    explicit Shard(size_t bytes_max) : table(bytes_max) {}
    SpinLock lock;
    EventTable table;  // guarded by lock
  };
  static uint64_t TableKey(const FactKey& key) {
    return HashCombine(key.hash, static_cast<uint64_t>(key.of) + 1);
  }
  Shard& ShardOf(uint64_t table_key) { return *shards_[table_key >> 58]; }

  size_t Sum(auto part) {
    size_t sum = 0;
    for (const auto& shard : shards_) {
      while (!shard->lock.TryLock()) std::this_thread::yield();
      sum += part(shard->table);
      shard->lock.Unlock();
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
  // All keys' memory is asked for before the first is needed.
  thread_local std::vector<uint64_t> keys;
  keys.clear();
  for (const FactKey& key : query.keys) {
    keys.push_back(TableKey(key));
    ShardOf(keys.back()).table.Prefetch(keys.back());
  }
  thread_local WindowCounter counter;
  counter.Start(query.windows, event.seconds);
  counter.AddNone(RepeatOf::kText);
  counter.AddNone(RepeatOf::kLink);
  Deadline deadline(budget);
  thread_local std::vector<FactEvent> events;
  for (size_t i = 0; i < keys.size(); ++i) {
    Shard& shard = ShardOf(keys[i]);
    if (budget <= absl::ZeroDuration() || !shard.lock.LockBefore(&deadline)) {
      facts->faults.push_back(
          {Part::kFacts, "the counters did not answer in time"});
      return;
    }
    events.clear();
    shard.table.Count(keys[i], event, &events);
    shard.lock.Unlock();
    for (FactEvent& e : events) {
      // The comment that asks always counts, even if it was counted long ago.
      if (e.comment != 0 && e.comment == event.comment) {
        e.seconds = event.seconds;
      }
    }
    counter.Add(query.keys[i].of, &events);
  }
  counter.AppendCounts(&facts->repeats);
}

// A shard is held for some tens of microseconds at a time, so that nobody who
// counts meanwhile runs out of time.
void ShardedMemoryFacts::Forget(const FactRemoval& removal) {
  constexpr size_t kEntriesAtOnce = 512;
  absl::flat_hash_set<uint32_t> comments, authors;
  for (const uint64_t hash : removal.comments) comments.insert(Cut(hash));
  for (const uint64_t hash : removal.authors) authors.insert(Cut(hash));
  comments.erase(0);  // nobody's
  authors.erase(0);
  if (comments.empty() && authors.empty()) return;
  const auto gone = [&](const FactEvent& event) {
    return comments.contains(event.comment) || authors.contains(event.author);
  };
  for (const auto& shard : shards_) {
    std::optional<size_t> next = 0;
    while (next) {
      while (!shard->lock.TryLock()) std::this_thread::yield();
      next = shard->table.Forget(gone, *next, kEntriesAtOnce);
      shard->lock.Unlock();
    }
  }
}

}  // namespace

std::unique_ptr<MemoryFacts> NewMemoryFacts(const MemoryFactsOptions& options) {
  return std::make_unique<ShardedMemoryFacts>(options);
}

}  // namespace crible
