#ifndef CRIBLE_SIGNALS_EVENT_TABLE_H_
#define CRIBLE_SIGNALS_EVENT_TABLE_H_

// Key → its latest events, within a fixed number of bytes; the longest silent
// key gives way. One shard of MemoryFacts; not safe from several threads.
//
// Events stand in chunks of four, a key's chunks in a ring from oldest to
// newest, so that a key that was seen once costs little and a busy one may grow
// without moving.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "comment/facts.h"

namespace crible {

// One comment counted under a key. Hashes are cut to 32 bits: within the few
// events of a key that mistakes two comments for one once in ten million.
struct FactEvent {
  uint32_t seconds = 0;  // since 1970, until 2106
  uint32_t comment = 0;  // 0: unnamed
  uint32_t author = 0;   // 0: nothing identifies them
};

class EventTable {
 public:
  explicit EventTable(size_t bytes_max);

  // Counts the event under `key`, unless the comment is already counted there,
  // and appends all events of the key to *events.
  void Count(uint64_t key, const FactEvent& event,
             std::vector<FactEvent>* events);

  size_t keys() const { return live_; }
  size_t bytes() const;

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};
  static constexpr size_t kChunkEvents = 4;
  // One more than kRepeatCountMax needs, as the newest may be nearly empty.
  static constexpr size_t kKeyChunksMax = kRepeatCountMax / kChunkEvents + 1;

  struct Chunk {
    std::array<FactEvent, kChunkEvents> events;
    uint32_t next;  // the next newer; of the newest, the oldest; or free list
  };
  struct Entry {
    uint64_t key;
    uint32_t newer, older;  // by the last time of asking; older: free list
    uint32_t newest;        // chunk
    uint16_t chunks;
    uint16_t used;  // events of the newest chunk
  };

  uint32_t Find(uint64_t key) const;
  uint32_t Insert(uint64_t key);
  void EvictOldest();
  void Touch(uint32_t entry);
  void Unlink(uint32_t entry);
  void LinkNewest(uint32_t entry);

  void Append(uint32_t entry, const FactEvent& event);
  uint32_t TakeChunk();
  void FreeChunks(const Entry& entry);

  // Open addressing, linear probing, load of at most one half.
  size_t Home(uint64_t key) const { return key & (slots_.size() - 1); }
  void PutSlot(uint32_t entry);
  void EraseSlot(uint64_t key);
  void GrowSlots();

  const size_t entries_max_;
  const size_t chunks_max_;
  std::vector<uint32_t> slots_;
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
