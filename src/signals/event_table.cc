#include "signals/event_table.h"

#include <algorithm>

#include "base/check.h"

namespace crible {
namespace {

// Half as many chunks again as keys: most keys are seen once or twice.
constexpr size_t ChunksFor(size_t entries) { return entries + entries / 2; }

// A slot is four bytes, and there are between two and four for each entry.
constexpr size_t kSlotBytesPerEntry = 16;

// Doubles the capacity, up to `max`, so that bytes stay within the budget.
template <typename T>
void MakeRoom(std::vector<T>* v, size_t max) {
  if (v->size() < v->capacity()) return;
  v->reserve(std::min(max, std::max<size_t>(16, v->capacity() * 2)));
}

}  // namespace

EventTable::EventTable(size_t bytes_max)
    : entries_max_(std::max<size_t>(
          1,
          2 * bytes_max /
              (2 * (sizeof(Entry) + kSlotBytesPerEntry) + 3 * sizeof(Chunk)))),
      chunks_max_(std::max(ChunksFor(entries_max_), kKeyChunksMax + 1)),
      slots_(16, kNone) {}

size_t EventTable::bytes() const {
  return slots_.capacity() * sizeof(uint32_t) +
         entries_.capacity() * sizeof(Entry) +
         chunks_.capacity() * sizeof(Chunk);
}

void EventTable::Count(uint64_t key, const FactEvent& event,
                       std::vector<FactEvent>* events) {
  uint32_t found = Find(key);
  if (found == kNone) {
    found = Insert(key);
  } else {
    Touch(found);
  }
  const size_t begin = events->size();
  const Entry& entry = entries_[found];
  uint32_t chunk = entry.newest;
  for (size_t i = 0; i < entry.chunks; ++i) {
    chunk = chunks_[chunk].next;
    const auto& held = chunks_[chunk].events;
    const size_t n = chunk == entry.newest ? entry.used : kChunkEvents;
    events->insert(events->end(), held.begin(), held.begin() + n);
  }
  const bool counted =
      event.comment != 0 && std::any_of(events->begin() + begin, events->end(),
                                        [&](const FactEvent& e) {
                                          return e.comment == event.comment;
                                        });
  if (counted) return;
  Append(found, event);
  events->push_back(event);
}

// -- Keys --------------------------------------------------------------------

uint32_t EventTable::Find(uint64_t key) const {
  for (size_t i = Home(key); slots_[i] != kNone;
       i = (i + 1) & (slots_.size() - 1)) {
    if (entries_[slots_[i]].key == key) return slots_[i];
  }
  return kNone;
}

uint32_t EventTable::Insert(uint64_t key) {
  if (free_entry_ == kNone && entries_.size() == entries_max_) EvictOldest();
  uint32_t entry = free_entry_;
  if (entry != kNone) {
    free_entry_ = entries_[entry].older;
  } else {
    MakeRoom(&entries_, entries_max_);
    entry = static_cast<uint32_t>(entries_.size());
    entries_.emplace_back();
  }
  entries_[entry] = {.key = key, .newest = kNone, .chunks = 0, .used = 0};
  ++live_;
  if (live_ * 2 > slots_.size()) GrowSlots();
  PutSlot(entry);
  LinkNewest(entry);
  return entry;
}

void EventTable::EvictOldest() {
  const uint32_t entry = oldest_;
  CRIBLE_CHECK(entry != kNone);
  EraseSlot(entries_[entry].key);
  Unlink(entry);
  FreeChunks(entries_[entry]);
  entries_[entry].older = free_entry_;
  free_entry_ = entry;
  --live_;
}

void EventTable::Touch(uint32_t entry) {
  if (entry == newest_) return;
  Unlink(entry);
  LinkNewest(entry);
}

void EventTable::Unlink(uint32_t entry) {
  const Entry& e = entries_[entry];
  (e.newer == kNone ? newest_ : entries_[e.newer].older) = e.older;
  (e.older == kNone ? oldest_ : entries_[e.older].newer) = e.newer;
}

void EventTable::LinkNewest(uint32_t entry) {
  entries_[entry].newer = kNone;
  entries_[entry].older = newest_;
  (newest_ == kNone ? oldest_ : entries_[newest_].newer) = entry;
  newest_ = entry;
}

// -- Events ------------------------------------------------------------------

void EventTable::Append(uint32_t index, const FactEvent& event) {
  Entry& entry = entries_[index];
  if (entry.chunks == 0) {
    const uint32_t chunk = TakeChunk();
    chunks_[chunk].next = chunk;
    entry.newest = chunk;
    entry.chunks = 1;
    entry.used = 0;
  } else if (entry.used == kChunkEvents) {
    if (entry.chunks == kKeyChunksMax) {
      entry.newest = chunks_[entry.newest].next;  // over the oldest events
    } else {
      const uint32_t chunk = TakeChunk();
      chunks_[chunk].next = chunks_[entry.newest].next;
      chunks_[entry.newest].next = chunk;
      entry.newest = chunk;
      ++entry.chunks;
    }
    entry.used = 0;
  }
  chunks_[entry.newest].events[entry.used++] = event;
}

// The key that asks is the newest, and alone it never takes all chunks: what is
// evicted is another.
uint32_t EventTable::TakeChunk() {
  while (free_chunk_ == kNone && chunks_.size() == chunks_max_) EvictOldest();
  const uint32_t chunk = free_chunk_;
  if (chunk != kNone) {
    free_chunk_ = chunks_[chunk].next;
    return chunk;
  }
  MakeRoom(&chunks_, chunks_max_);
  chunks_.emplace_back();
  return static_cast<uint32_t>(chunks_.size() - 1);
}

void EventTable::FreeChunks(const Entry& entry) {
  if (entry.chunks == 0) return;
  const uint32_t oldest = chunks_[entry.newest].next;
  chunks_[entry.newest].next = free_chunk_;
  free_chunk_ = oldest;
}

// -- Slots -------------------------------------------------------------------

void EventTable::PutSlot(uint32_t entry) {
  size_t i = Home(entries_[entry].key);
  while (slots_[i] != kNone) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = entry;
}

// Knuth, volume 3, algorithm 6.4 R: moves later entries back over the hole, so
// that no mark of a deletion is needed.
void EventTable::EraseSlot(uint64_t key) {
  const size_t mask = slots_.size() - 1;
  size_t hole = Home(key);
  while (entries_[slots_[hole]].key != key) hole = (hole + 1) & mask;
  for (size_t i = (hole + 1) & mask; slots_[i] != kNone; i = (i + 1) & mask) {
    const size_t home = Home(entries_[slots_[i]].key);
    if (((i - home) & mask) < ((i - hole) & mask)) continue;
    slots_[hole] = slots_[i];
    hole = i;
  }
  slots_[hole] = kNone;
}

void EventTable::GrowSlots() {
  std::vector<uint32_t> old(slots_.size() * 2, kNone);
  old.swap(slots_);
  for (const uint32_t entry : old) {
    if (entry != kNone) PutSlot(entry);
  }
}

}  // namespace crible
