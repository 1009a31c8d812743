#ifndef CRIBLE_RULES_HASH_INDEX_H_
#define CRIBLE_RULES_HASH_INDEX_H_

// From 64-bit hashes to small numbers, built once and asked for every word of
// every comment. A slot is eight bytes, half a hash to compare and where the
// rest stands, at a load of at most one half: an ordinary word, which is in no
// rule, costs one probe of a small table.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

class HashIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Adds `hash` → `value` unless the hash is there; answers the value that it
  // has then.
  uint32_t Insert(uint64_t hash, uint32_t value);
  uint32_t Find(uint64_t hash) const {
    if (slots_.empty()) return kNone;
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot slot = slots_[i];
      if (slot.entry == 0) return kNone;
      if (slot.high == hash >> 32 && entries_[slot.entry - 1].hash == hash) {
        return entries_[slot.entry - 1].value;
      }
    }
  }
  // Asks for the memory that Find will read first.
  void Prefetch(uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask_]);
  }
  size_t size() const { return entries_.size(); }
  size_t memory_bytes() const {
    return slots_.capacity() * sizeof(Slot) +
           entries_.capacity() * sizeof(Entry);
  }

 private:
  struct Slot {
    uint32_t high = 0;   // of the hash
    uint32_t entry = 0;  // 1 + index into entries_; 0 is free
  };
  struct Entry {
    uint64_t hash;
    uint32_t value;
  };
  void Grow();

  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
  uint64_t mask_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_RULES_HASH_INDEX_H_
