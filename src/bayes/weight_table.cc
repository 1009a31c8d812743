#include "bayes/weight_table.h"

#include <bit>

#include "base/check.h"

namespace crible {

WeightTable::WeightTable(size_t tokens)
    : slots_(std::bit_ceil(2 * tokens + 2)), mask_(slots_.size() - 1) {}

void WeightTable::Set(uint64_t hash, size_t model, int16_t weight) {
  CRIBLE_CHECK(model < kModels);
  const uint32_t tag = Tag(hash);
  uint64_t i = hash & mask_;
  for (size_t probes = 0; slots_[i].tag != 0 && slots_[i].tag != tag;
       ++probes, i = (i + 1) & mask_) {
    CRIBLE_CHECK(probes < slots_.size());
  }
  slots_[i].tag = tag;
  slots_[i].weights[model] = weight;
}

}  // namespace crible
