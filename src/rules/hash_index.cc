#include "rules/hash_index.h"

#include <algorithm>
#include <utility>

namespace crible {
namespace {

constexpr size_t kSlotsMin = 16;

// So many that two in five are free: most hashes that are not there end at the
// second or third slot.
size_t SlotsFor(size_t size) { return std::max(kSlotsMin, size * 5 / 3 + 1); }

}  // namespace

uint32_t HashIndex::Insert(uint64_t hash, uint32_t value) {
  if (SlotsFor(size_ + 1) > slots_.size()) {
    Resize(2 * SlotsFor(size_ + 1));
  }
  Slot& slot = slots_[SlotOf(hash)];
  if (slot.value != kNone) return slot.value;
  slot = {static_cast<uint32_t>(hash), static_cast<uint32_t>(hash >> 32),
          value};
  ++size_;
  return value;
}

void HashIndex::FinishBuilding() {
  if (size_ > 0) Resize(SlotsFor(size_));
}

void HashIndex::Resize(size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.value == kNone) continue;
    slots_[SlotOf(uint64_t{slot.high} << 32 | slot.low)] = slot;
  }
}

}  // namespace crible
