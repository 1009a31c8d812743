#include "bayes/weight_table.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/free_memory.h"

namespace crible {

WeightTable::WeightTable(size_t tokens)
    : slots_(std::bit_ceil(std::max<size_t>(16, 2 * tokens))),
      mask_(slots_.size() - 1) {
  Seal();
  weights_.reserve(tokens);
  hashes_.reserve(tokens);
}

void WeightTable::Set(uint64_t hash, size_t model, int16_t weight) {
  CRIBLE_CHECK(model < kModels && hashes_.size() == weights_.size());
  uint32_t token = Find(hash);
  if (token == kNone) {
    token = static_cast<uint32_t>(weights_.size());
    weights_.push_back(kNoWeights);
    hashes_.push_back(hash);
    if (2 * weights_.size() > slots_.size()) Grow();
    Put(hash, token);
  }
  weights_[token][model] = weight;
}

void WeightTable::Seal() {
  const size_t bits = std::bit_ceil(std::max<size_t>(64, 8 * weights_.size()));
  filter_.assign(bits / 64, 0);
  filter_shift_ = 64 - std::countr_zero(bits);
  for (const uint64_t hash : hashes_) {
    const uint64_t bit = hash >> filter_shift_;
    filter_[bit / 64] |= uint64_t{1} << bit % 64;
  }
  FreeMemory(&hashes_);
  weights_.shrink_to_fit();
}

void WeightTable::Put(uint64_t hash, uint32_t token) {
  uint64_t i = hash & mask_;
  while (slots_[i].tag != 0) i = (i + 1) & mask_;
  slots_[i] = {Tag(hash), token};
}

void WeightTable::Grow() {
  const size_t slots = 2 * slots_.size();
  slots_.clear();
  slots_.resize(slots);
  mask_ = slots - 1;
  for (uint32_t token = 0; token + 1 < weights_.size(); ++token) {
    Put(hashes_[token], token);
  }
}

}  // namespace crible
