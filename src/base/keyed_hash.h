#ifndef CRIBLE_BASE_KEYED_HASH_H_
#define CRIBLE_BASE_KEYED_HASH_H_

// SipHash-2-4 with 128 bits (Aumasson and Bernstein 2012): who does not know
// the key cannot find two texts with the same hash. For tables in memory whose
// keys strangers choose; twenty times as fast as a cryptographic hash of such
// short texts. What outlives the process must keep its key as well.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace crible {

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const Hash128&) const = default;
};

// 32 hexadecimal digits.
std::string ToHex(const Hash128& hash);

class KeyedHash {
 public:
  using Key = std::array<uint64_t, 2>;

  // With a key from the system's source of randomness.
  KeyedHash();
  explicit KeyedHash(const Key& key) : key_(key) {}

  Hash128 operator()(std::string_view bytes) const;

 private:
  Key key_;
};

}  // namespace crible

#endif  // CRIBLE_BASE_KEYED_HASH_H_
