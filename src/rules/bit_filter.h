#ifndef CRIBLE_RULES_BIT_FILTER_H_
#define CRIBLE_RULES_BIT_FILTER_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

// Says of a hash that it was surely not added, or that it may have been: one
// bit each, in a table small enough to stay in cache when the tables behind it
// do not. Asked without a branch, it lets a loop pass over ordinary words and
// bytes at the speed of its loads.
class BitFilter {
 public:
  // Room for `count` hashes; `bits` a hash, so that one in `bits` of those that
  // were not added passes.
  BitFilter(size_t count = 0, size_t bits = 16)
      : shift_(64 - std::bit_width(std::bit_ceil(count * bits + 64) - 1)),
        words_(std::bit_ceil(count * bits + 64) / 64, 0) {}

  void Add(uint64_t hash) {
    words_[hash >> shift_ >> 6] |= uint64_t{1} << (hash >> shift_ & 63);
  }
  // 1 if the hash may have been added, else 0.
  uint32_t Has(uint64_t hash) const {
    return words_[hash >> shift_ >> 6] >> (hash >> shift_ & 63) & 1;
  }
  size_t memory_bytes() const { return words_.capacity() * sizeof(uint64_t); }

 private:
  int shift_;  // the highest bits of a hash choose its bit
  std::vector<uint64_t> words_;
};

}  // namespace crible

#endif  // CRIBLE_RULES_BIT_FILTER_H_
