#include "text/word_set.h"

#include <utility>

#include "base/check.h"

namespace crible {

void WordSet::Insert(uint64_t hash, uint8_t marks) {
  CRIBLE_CHECK(hash != 0 && marks <= kMarkBits);
  if (2 * (size_ + 1) > slots_.size()) Grow();
  for (uint64_t i = Place(hash);; i = (i + 1) & mask_) {
    if (slots_[i] != 0 && KeyOf(slots_[i]) != KeyOf(hash)) continue;
    size_ += slots_[i] == 0;
    slots_[i] |= (hash & ~kMarkBits) | mark::kIn | marks;
    return;
  }
}

// Room first: in the order of their slots they would crowd a smaller table.
void WordSet::Insert(const WordSet& others) {
  while (slots_.size() < 2 * (size_ + others.size_ + 1)) Grow();
  for (const uint64_t slot : others.slots_) {
    if (slot != 0) Insert(slot, slot & kMarkBits);
  }
}

void WordSet::Clear() {
  slots_.clear();
  mask_ = 0;
  size_ = 0;
}

void WordSet::Grow() {
  const std::vector<uint64_t> old = std::exchange(
      slots_, std::vector<uint64_t>(slots_.empty() ? 16 : 2 * slots_.size()));
  mask_ = slots_.size() - 1;
  size_ = 0;
  for (const uint64_t slot : old) {
    if (slot != 0) Insert(slot, slot & kMarkBits);
  }
}

}  // namespace crible
