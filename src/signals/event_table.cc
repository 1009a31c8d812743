#include "signals/event_table.h"

#include <algorithm>

#include "base/check.h"

namespace crible {
namespace {

// Half as many chunks as keys: most keys come once and have none.
constexpr size_t ChunksFor(size_t entries) { return entries / 2; }

// A slot is eight bytes, and there are between one and a half and three for
// each entry.
constexpr size_t kSlotBytesPerEntry = 24;
constexpr size_t kSlotsMin = 16;

// Doubles the capacity, up to `max`, so that bytes stay within the budget.
template <typename T>
void MakeRoom(std::vector<T>* v, size_t max) {
  if (v->size() < v->capacity()) return;
  v->reserve(std::min(max, std::max<size_t>(16, v->capacity() * 2)));
}

}  // namespace

EventTable::EventTable(size_t bytes_max)
    : entries_max_(std::max<size_t>(
          1, 2 * bytes_max /
                 (2 * (sizeof(Entry) + kSlotBytesPerEntry) + sizeof(Chunk)))),
      chunks_max_(std::max(ChunksFor(entries_max_), kKeyChunksMax + 1)) {
  GrowSlots();
}

size_t EventTable::bytes() const {
  return slots_.capacity() * sizeof(Slot) +
         entries_.capacity() * sizeof(Entry) +
         chunks_.capacity() * sizeof(Chunk);
}

void EventTable::Count(uint64_t key, const FactEvent& event,
                       std::vector<FactEvent>* events) {
  const uint32_t found = Find(key);
  if (found == kNone) {
    Insert(key, event);
    return events->push_back(event);
  }
  Touch(found);
  const size_t begin = events->size();
  AppendEvents(entries_[found], events);
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
  const uint32_t tag = Tag(key);
  for (size_t i = Home(tag); slots_[i].entry != kNone; i = Next(i)) {
    const Slot& slot = slots_[i];
    if (slot.tag == tag && entries_[slot.entry].key == key) return slot.entry;
  }
  return kNone;
}

void EventTable::Insert(uint64_t key, const FactEvent& event) {
  if (free_entry_ == kNone && entries_.size() == entries_max_) EvictOldest();
  uint32_t entry = free_entry_;
  if (entry != kNone) {
    free_entry_ = entries_[entry].older;
  } else {
    MakeRoom(&entries_, entries_max_);
    entry = static_cast<uint32_t>(entries_.size());
    entries_.emplace_back();
  }
  entries_[entry] = {
      .key = key, .only = event, .newest = kNone, .chunks = 0, .used = 0};
  LinkNewest(entry);
  ++live_;
  if (live_ * 3 > slots_.size() * 2) GrowSlots();
  PutSlot({Tag(key), entry});
}

void EventTable::EvictOldest() {
  CRIBLE_CHECK(oldest_ != kNone);
  Remove(oldest_);
  if (oldest_ != kNone) Prefetch(entries_[oldest_].key);  // it is the next
}

void EventTable::Remove(uint32_t entry) {
  EraseSlot(entry);
  Unlink(entry);
  FreeChunks(entries_[entry]);
  entries_[entry] = {
      .key = 0, .older = free_entry_, .newest = kNone, .chunks = kFree};
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

void EventTable::AppendEvents(const Entry& entry,
                              std::vector<FactEvent>* events) const {
  if (entry.chunks == 0) events->push_back(entry.only);
  uint32_t chunk = entry.newest;
  for (size_t i = 0; i < entry.chunks; ++i) {
    chunk = chunks_[chunk].next;
    const auto& held = chunks_[chunk].events;
    const size_t n = chunk == entry.newest ? entry.used : kChunkEvents;
    events->insert(events->end(), held.begin(), held.begin() + n);
  }
}

void EventTable::Append(uint32_t index, const FactEvent& event) {
  // Taking a chunk may evict others, but moves no entry.
  Entry& entry = entries_[index];
  if (entry.chunks == 0) {
    const uint32_t chunk = TakeChunk();
    chunks_[chunk].next = chunk;
    chunks_[chunk].events[0] = entry.only;
    entry.newest = chunk;
    entry.chunks = 1;
    entry.used = 1;
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
    chunks_[chunk].events = {};  // of another key
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

// -- Forgetting --------------------------------------------------------------

std::optional<size_t> EventTable::Forget(
    absl::FunctionRef<bool(const FactEvent&)> gone, size_t begin,
    size_t entries) {
  WipeFreeChunks();
  std::vector<FactEvent> room;
  const size_t end = std::min(entries_.size(), begin + entries);
  for (size_t i = begin; i < end; ++i)
    ForgetIn(static_cast<uint32_t>(i), gone, &room);
  if (end == entries_.size()) return std::nullopt;
  return end;
}

void EventTable::ForgetIn(uint32_t index,
                          absl::FunctionRef<bool(const FactEvent&)> gone,
                          std::vector<FactEvent>* room) {
  Entry& entry = entries_[index];
  if (entry.chunks == kFree) return;
  if (entry.chunks == 0) {
    if (gone(entry.only)) Remove(index);
    return;
  }
  room->clear();
  AppendEvents(entry, room);
  const size_t before = room->size();
  std::erase_if(*room, gone);
  // Old copies: of the first event, and of what a full ring goes over.
  entry.only = {};
  auto& newest = chunks_[entry.newest].events;
  std::fill(newest.begin() + entry.used, newest.end(), FactEvent());
  if (room->size() == before) return;
  WipeChunks(entry);
  if (room->empty()) return Remove(index);
  FreeChunks(entry);
  entry.only = room->front();
  entry.newest = kNone;
  entry.chunks = entry.used = 0;
  // As many chunks as were freed suffice: nothing is evicted.
  for (size_t i = 1; i < room->size(); ++i) Append(index, (*room)[i]);
}

void EventTable::WipeChunks(const Entry& entry) {
  uint32_t chunk = entry.newest;
  for (size_t i = 0; i < entry.chunks; ++i) {
    chunk = chunks_[chunk].next;
    chunks_[chunk].events = {};
  }
}

// Those freed since the last time are the first of the list.
void EventTable::WipeFreeChunks() {
  for (uint32_t chunk = free_chunk_; chunk != kNone;
       chunk = chunks_[chunk].next) {
    auto& events = chunks_[chunk].events;
    if (events == decltype(Chunk::events){}) return;
    events = {};
  }
}

// -- Slots -------------------------------------------------------------------

void EventTable::PutSlot(const Slot& slot) {
  size_t i = Home(slot.tag);
  while (slots_[i].entry != kNone) i = Next(i);
  slots_[i] = slot;
}

// Knuth, volume 3, algorithm 6.4 R: moves later entries back over the hole, so
// that no mark of a deletion is needed.
void EventTable::EraseSlot(uint32_t entry) {
  const size_t mask = slots_.size() - 1;
  size_t hole = Home(Tag(entries_[entry].key));
  while (slots_[hole].entry != entry) hole = Next(hole);
  for (size_t i = Next(hole); slots_[i].entry != kNone; i = Next(i)) {
    const size_t home = Home(slots_[i].tag);
    if (((i - home) & mask) < ((i - hole) & mask)) continue;
    slots_[hole] = slots_[i];
    hole = i;
  }
  slots_[hole] = Slot();
}

void EventTable::GrowSlots() {
  std::vector<Slot> old(std::max(kSlotsMin, slots_.size() * 2));
  old.swap(slots_);
  slots_begin_.store(slots_.data(), std::memory_order_relaxed);
  mask_.store(slots_.size() - 1, std::memory_order_relaxed);
  for (const Slot& slot : old) {
    if (slot.entry != kNone) PutSlot(slot);
  }
}

}  // namespace crible
