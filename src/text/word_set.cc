#include "text/word_set.h"

#include <utility>

#include "base/check.h"

namespace crible {

void WordSet::Insert(uint64_t hash) {
  CRIBLE_CHECK(hash != 0);
  if (2 * (size_ + 1) > slots_.size()) Grow();
  for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
    if (slots_[i] == hash) return;
    if (slots_[i] != 0) continue;
    slots_[i] = hash;
    ++size_;
    return;
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
  for (const uint64_t hash : old) {
    if (hash != 0) Insert(hash);
  }
}

}  // namespace crible
