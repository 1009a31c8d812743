#ifndef CRIBLE_BAYES_PACKED_WEIGHTS_H_
#define CRIBLE_BAYES_PACKED_WEIGHTS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace crible {

// What two models know of a token. A model that does not know it has kUnknown.
inline constexpr size_t kPackedModels = 2;
inline constexpr int16_t kUnknownWeight = INT16_MIN;
using TokenWeights = std::array<int16_t, kPackedModels>;

// The same side by side in one number, so that a token is added to both sums by
// one addition: 24 bits a weight, moved up to be positive, and 8 bits a count
// of the tokens that the model knows. Holds the sum of up to 255 tokens.
class PackedWeights {
 public:
  static constexpr size_t kAddedMax = 255;

  PackedWeights() = default;
  explicit PackedWeights(const TokenWeights& weights) {
    for (size_t m = 0; m < kPackedModels; ++m) {
      if (weights[m] == kUnknownWeight) continue;
      bits_ |= static_cast<uint64_t>(weights[m] + kUp) << WeightAt(m);
      bits_ |= uint64_t{1} << CountAt(m);
    }
  }

  // Adds `other`, or nothing.
  void Add(const PackedWeights& other, bool counts) {
    bits_ += other.bits_ & -uint64_t{counts};
  }
  uint32_t known(size_t m) const { return bits_ >> CountAt(m) & 0xFF; }
  int32_t weight(size_t m) const {
    return static_cast<int32_t>(bits_ >> WeightAt(m) & 0xFFFFFF) -
           kUp * static_cast<int32_t>(known(m));
  }

 private:
  static constexpr int32_t kUp = 1 << 15;
  static constexpr size_t WeightAt(size_t m) { return 24 * m; }
  static constexpr size_t CountAt(size_t m) { return 48 + 8 * m; }

  uint64_t bits_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_BAYES_PACKED_WEIGHTS_H_
