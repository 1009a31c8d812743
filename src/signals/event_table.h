#ifndef CRIBLE_SIGNALS_EVENT_TABLE_H_
#define CRIBLE_SIGNALS_EVENT_TABLE_H_

// Key → its latest events, within a fixed number of bytes; the longest silent
// key gives way. One shard of MemoryFacts; not safe from several threads, but
// for Prefetch.
//
// Most keys come once: their event stands in the key's entry. Further events
// stand in chunks of four, a key's chunks in a ring from oldest to newest, so
// that a busy key may grow without moving.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "comment/facts.h"

namespace crible {

// One comment counted under a key. Hashes are cut to 32 bits: within the few
// events of a key that mistakes two comments for one once in ten million.
struct FactEvent {
  uint32_t seconds = 0;  // since 1970, until 2106
  uint32_t comment = 0;  // 0: unnamed
  uint32_t author = 0;   // 0: nothing identifies them
  bool operator==(const FactEvent&) const = default;
};

class EventTable {
 public:
  explicit EventTable(size_t bytes_max);

  // Counts the event under `key`, unless the comment is already counted there,
  // and appends all events of the key to *events, oldest first.
  void Count(uint64_t key, const FactEvent& event,
             std::vector<FactEvent>* events);

  // Takes back the events for which `gone` holds, of the next `entries` entries
  // from number `begin` on, and writes zeros where they stood; a key without
  // events goes as well. Returns where to go on, nullopt at the end. Others may
  // Count in between.
  std::optional<size_t> Forget(absl::FunctionRef<bool(const FactEvent&)> gone,
                               size_t begin, size_t entries);

  // Asks for the memory that Count will want first. From any thread.
  void Prefetch(uint64_t key) const {
    __builtin_prefetch(slots_begin_.load(std::memory_order_relaxed) +
                       (key & mask_.load(std::memory_order_relaxed)));
  }

  size_t keys() const { return live_; }
  size_t bytes() const;

 private:
  friend class EventTablePeer;  // looks whether zeros stand there

  static constexpr uint32_t kNone = ~uint32_t{0};
  static constexpr size_t kChunkEvents = 4;
  // One more than kRepeatCountMax needs, as the newest may be nearly empty.
  static constexpr size_t kKeyChunksMax = kRepeatCountMax / kChunkEvents + 1;
  static constexpr uint16_t kFree = 0xffff;

  struct Slot {
    uint32_t tag = 0;  // half of the key, which says where its home is
    uint32_t entry = kNone;
  };
  struct Chunk {
    std::array<FactEvent, kChunkEvents> events;
    uint32_t next;  // the next newer; of the newest, the oldest; or free list
  };
  struct Entry {
    uint64_t key;
    uint32_t newer, older;  // by the last time of asking; older: free list
    FactEvent only;         // while it has no chunk
    uint32_t newest;        // chunk
    uint16_t chunks;        // kFree: the entry holds nothing
    uint16_t used;          // events of the newest chunk
  };

  uint32_t Find(uint64_t key) const;
  void Insert(uint64_t key, const FactEvent& event);
  void Remove(uint32_t entry);
  void EvictOldest();
  void Touch(uint32_t entry);
  void Unlink(uint32_t entry);
  void LinkNewest(uint32_t entry);

  void AppendEvents(const Entry& entry, std::vector<FactEvent>* events) const;
  void Append(uint32_t entry, const FactEvent& event);
  void ForgetIn(uint32_t entry, absl::FunctionRef<bool(const FactEvent&)> gone,
                std::vector<FactEvent>* room);
  void WipeChunks(const Entry& entry);
  void WipeFreeChunks();
  uint32_t TakeChunk();
  void FreeChunks(const Entry& entry);

  // Open addressing, linear probing, load of at most two thirds.
  static uint32_t Tag(uint64_t key) { return static_cast<uint32_t>(key); }
  size_t Home(uint32_t tag) const { return tag & (slots_.size() - 1); }
  size_t Next(size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
  void PutSlot(const Slot& slot);
  void EraseSlot(uint32_t entry);
  void GrowSlots();

  const size_t entries_max_;
  const size_t chunks_max_;
  std::vector<Slot> slots_;
  // Where the slots are, for Prefetch; it does no harm if they have moved.
  std::atomic<const Slot*> slots_begin_;
  std::atomic<size_t> mask_;
  std::vector<Entry> entries_;
  std::vector<Chunk> chunks_;
  uint32_t free_entry_ = kNone;
  uint32_t free_chunk_ = kNone;
  uint32_t newest_ = kNone;
  uint32_t oldest_ = kNone;
  size_t live_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_SIGNALS_EVENT_TABLE_H_
