#ifndef CRIBLE_BAYES_WEIGHT_TABLE_H_
#define CRIBLE_BAYES_WEIGHT_TABLE_H_

// The weights of two models by the hash of a token: open addressing, eight
// bytes a slot (half of the hash and the token's number), at most half full;
// weights stand apart, by number. Numbers count from 0 in the order in which
// tokens were first set: set those that are common first and they share lines.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/huge_pages.h"
#include "bayes/packed_weights.h"

namespace crible {

class WeightTable {
 public:
  static constexpr size_t kModels = kPackedModels;
  // A model that does not know the token.
  static constexpr int16_t kUnknown = kUnknownWeight;
  // No model knows the token.
  static constexpr uint32_t kNone = UINT32_MAX;
  using Weights = TokenWeights;
  static constexpr Weights kNoWeights = {kUnknown, kUnknown};

  // With room for so many tokens: what grows is written twice, and memory costs
  // most where it is touched first.
  explicit WeightTable(size_t tokens = 0);

  // Sets the weight of a token for one model. A token whose slot another one
  // with the same half hash holds (about once in 10^10) shares its number.
  void Set(uint64_t hash, size_t model, int16_t weight);
  // Sets no more: frees what only Set needs, and lets MayKnow answer.
  void Seal();

  // False for most tokens that no model knows, from an eighth of the memory
  // that Find would look into.
  bool MayKnow(uint64_t hash) const {
    const uint64_t bit = hash >> filter_shift_;
    return filter_[bit / 64] >> bit % 64 & 1;
  }
  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[hash & mask_]);
  }
  // The token's number, or kNone.
  uint32_t Find(uint64_t hash) const {
    const uint32_t tag = Tag(hash);
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].tag == tag) return slots_[i].token;
      if (slots_[i].tag == 0) return kNone;
    }
  }
  const Weights& operator[](uint32_t token) const { return weights_[token]; }
  size_t size() const { return weights_.size(); }
  size_t bytes() const {
    return slots_.size() * sizeof(Slot) + weights_.size() * sizeof(Weights) +
           filter_.size() * sizeof(uint64_t);
  }

 private:
  struct Slot {
    uint32_t tag = 0;  // 0: free
    uint32_t token = 0;
  };

  // The upper half: the lower finds the slot. Never 0.
  static uint32_t Tag(uint64_t hash) {
    return static_cast<uint32_t>(hash >> 32) | 1;
  }
  void Put(uint64_t hash, uint32_t token);
  void Grow();

  std::vector<Slot, HugePageAllocator<Slot>> slots_;
  uint64_t mask_ = 0;
  std::vector<Weights> weights_;  // by number
  std::vector<uint64_t> hashes_;  // the same; empty once sealed
  // A bit for each value of the hash's uppermost bits, eight or more of them a
  // token.
  std::vector<uint64_t> filter_;
  int filter_shift_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_WEIGHT_TABLE_H_
