#ifndef CRIBLE_BAYES_WEIGHT_TABLE_H_
#define CRIBLE_BAYES_WEIGHT_TABLE_H_

// The weights of two models by the hash of a token: open addressing, eight
// bytes a slot (half of the hash, and a weight a model), at most half full.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

class WeightTable {
 public:
  static constexpr size_t kModels = 2;
  // A model that does not know the token.
  static constexpr int16_t kUnknown = INT16_MIN;
  using Weights = std::array<int16_t, kModels>;

  // Room for `tokens` different ones.
  explicit WeightTable(size_t tokens = 0);

  // Sets the weight of a token for one model. A token whose slot another one
  // with the same half hash holds (about once in 10^10) shares its slot.
  void Set(uint64_t hash, size_t model, int16_t weight);

  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[hash & mask_]);
  }
  // nullptr when no model knows the token.
  const Weights* Find(uint64_t hash) const {
    const uint32_t tag = Tag(hash);
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].tag == tag) return &slots_[i].weights;
      if (slots_[i].tag == 0) return nullptr;
    }
  }
  size_t bytes() const { return slots_.size() * sizeof(Slot); }

 private:
  struct Slot {
    uint32_t tag = 0;  // 0: free
    Weights weights = {kUnknown, kUnknown};
  };
  static_assert(sizeof(Slot) == 8);

  // The upper half: the lower finds the slot. Never 0.
  static uint32_t Tag(uint64_t hash) {
    return static_cast<uint32_t>(hash >> 32) | 1;
  }

  std::vector<Slot> slots_;
  uint64_t mask_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_WEIGHT_TABLE_H_
