#ifndef CRIBLE_BASE_HASH_H_
#define CRIBLE_BASE_HASH_H_

// 64-bit hashing for tables in memory and for sampling by hash. Stable across
// processes and little-endian machines, so it may decide which row is sampled;
// it is no protection against an adversary who chooses the text.

#include <cstdint>
#include <cstring>
#include <string_view>

namespace crible {

// Folds a 128-bit product; the mixing step of wyhash (Wang Yi, public domain).
inline uint64_t HashMix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline constexpr uint64_t kHashSeed = 0x9e3779b97f4a7c15;
inline constexpr uint64_t kHashFactor = 0xe7037ed1a0b428db;

// The first n <= 8 bytes as a little-endian number. Overlapping loads, because
// a copy of a size that is known only at run time is a call.
inline uint64_t HashLoad(const char* bytes, size_t n) {
  if (n >= 4) {
    uint32_t low, high;
    std::memcpy(&low, bytes, 4);
    std::memcpy(&high, bytes + n - 4, 4);
    return low | uint64_t{high} << (8 * (n - 4));
  }
  if (n == 0) return 0;
  const auto byte = [bytes](size_t i) {
    return uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  };
  return byte(0) | byte(n / 2) | byte(n - 1);
}

// Hash64("") is a fixed value; texts that differ only in trailing NULs differ,
// because the length is mixed in.
inline uint64_t Hash64(std::string_view s, uint64_t seed = kHashSeed) {
  uint64_t hash = seed ^ s.size();
  while (s.size() > 8) {
    hash = HashMix(hash ^ HashLoad(s.data(), 8), kHashFactor);
    s.remove_prefix(8);
  }
  return HashMix(hash ^ HashLoad(s.data(), s.size()),
                 kHashFactor ^ (hash << 1 | 1));
}

inline uint64_t HashCombine(uint64_t a, uint64_t b) {
  return HashMix(a ^ kHashSeed, b ^ kHashFactor);
}

}  // namespace crible

#endif  // CRIBLE_BASE_HASH_H_
