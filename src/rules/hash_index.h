#ifndef CRIBLE_RULES_HASH_INDEX_H_
#define CRIBLE_RULES_HASH_INDEX_H_

// From 64-bit hashes to small numbers, built once and asked for every word of
// every comment. A slot has all that is asked for, twelve bytes, so that an
// answer is mostly one line of memory.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

class HashIndex {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // Adds `hash` → `value`, below kNone, unless the hash is there; answers the
  // value that it has then.
  uint32_t Insert(uint64_t hash, uint32_t value);
  // After the last Insert: no more room than is needed.
  void FinishBuilding();

  uint32_t Find(uint64_t hash) const {
    return slots_.empty() ? kNone : slots_[SlotOf(hash)].value;
  }
  // Asks for the memory that Find will read first.
  void Prefetch(uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[FirstSlotOf(hash)]);
  }
  size_t size() const { return size_; }
  size_t memory_bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    uint32_t low = 0;
    uint32_t high = 0;
    uint32_t value = kNone;  // free
  };
  // One of slots_.size(), which need be no power of two.
  size_t FirstSlotOf(uint64_t hash) const {
    return static_cast<uint32_t>(hash) * uint64_t{slots_.size()} >> 32;
  }
  // Where the hash stands, or else the free slot where it would.
  size_t SlotOf(uint64_t hash) const {
    size_t i = FirstSlotOf(hash);
    while (slots_[i].value != kNone && !Has(slots_[i], hash)) {
      if (++i == slots_.size()) i = 0;
    }
    return i;
  }
  static bool Has(const Slot& slot, uint64_t hash) {
    return slot.low == static_cast<uint32_t>(hash) && slot.high == hash >> 32;
  }
  void Resize(size_t slots);

  std::vector<Slot> slots_;
  size_t size_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_RULES_HASH_INDEX_H_
