#include "rules/key_table.h"

#include <algorithm>
#include <bit>

namespace crible {

void KeyTable::Build(std::vector<Entry> entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  size_t keys = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    keys += i == 0 || entries[i].hash != entries[i - 1].hash;
  }
  filter_ = BitFilter(keys);
  slots_.assign(std::bit_ceil(2 * keys + 1), {});
  mask_ = slots_.size() - 1;
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto [hash, number, more] = entries[i];
    if (i == 0 || hash != entries[i - 1].hash) {
      filter_.Add(hash);
      uint64_t at = hash & mask_;
      while (slots_[at].list != 0) at = (at + 1) & mask_;
      slots_[at] = {static_cast<uint32_t>(hash >> 32),
                    static_cast<uint32_t>(lists_.size() + 1)};
    }
    const bool last = i + 1 == entries.size() || entries[i + 1].hash != hash;
    lists_.push_back({last ? number | kLast : number, more});
  }
}

size_t KeyTable::memory_bytes() const {
  return filter_.memory_bytes() + slots_.capacity() * sizeof(Slot) +
         lists_.capacity() * sizeof(Item);
}

}  // namespace crible
