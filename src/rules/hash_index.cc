#include "rules/hash_index.h"

#include <algorithm>

namespace crible {

uint32_t HashIndex::Insert(uint64_t hash, uint32_t value) {
  if (const uint32_t found = Find(hash); found != kNone) return found;
  if ((entries_.size() + 1) * 2 > slots_.size()) Grow();
  entries_.push_back({hash, value});
  uint64_t i = hash & mask_;
  while (slots_[i].entry != 0) i = (i + 1) & mask_;
  slots_[i] = {static_cast<uint32_t>(hash >> 32),
               static_cast<uint32_t>(entries_.size())};
  return value;
}

void HashIndex::Grow() {
  slots_.assign(std::max<size_t>(16, slots_.size() * 2), Slot());
  mask_ = slots_.size() - 1;
  for (size_t e = 0; e < entries_.size(); ++e) {
    uint64_t i = entries_[e].hash & mask_;
    while (slots_[i].entry != 0) i = (i + 1) & mask_;
    slots_[i] = {static_cast<uint32_t>(entries_[e].hash >> 32),
                 static_cast<uint32_t>(e + 1)};
  }
}

}  // namespace crible
