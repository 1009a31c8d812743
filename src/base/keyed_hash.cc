#include "base/keyed_hash.h"

#include <bit>
#include <cstring>
#include <random>

namespace crible {
namespace {

class SipState {
 public:
  explicit SipState(const KeyedHash::Key& key)
      : v_{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d ^ 0xee,
           key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573} {}

  void Take(uint64_t word) {
    v_[3] ^= word;
    Round();
    Round();
    v_[0] ^= word;
  }
  void Mark(size_t lane, uint64_t bits) { v_[lane] ^= bits; }
  uint64_t Finish() {
    for (int i = 0; i < 4; ++i) Round();
    return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
  }

 private:
  void Round() {
    v_[0] += v_[1];
    v_[2] += v_[3];
    v_[1] = std::rotl(v_[1], 13) ^ v_[0];
    v_[3] = std::rotl(v_[3], 16) ^ v_[2];
    v_[0] = std::rotl(v_[0], 32);
    v_[2] += v_[1];
    v_[0] += v_[3];
    v_[1] = std::rotl(v_[1], 17) ^ v_[2];
    v_[3] = std::rotl(v_[3], 21) ^ v_[0];
    v_[2] = std::rotl(v_[2], 32);
  }

  uint64_t v_[4];
};

KeyedHash::Key RandomKey() {
  std::random_device random;
  KeyedHash::Key key;
  for (uint64_t& half : key) half = uint64_t{random()} << 32 | random();
  return key;
}

}  // namespace

KeyedHash::KeyedHash() : key_(RandomKey()) {}

Hash128 KeyedHash::operator()(std::string_view bytes) const {
  SipState state(key_);
  uint64_t last = uint64_t{bytes.size()} << 56;
  while (bytes.size() >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data(), 8);
    state.Take(word);
    bytes.remove_prefix(8);
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    last |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  state.Take(last);
  state.Mark(2, 0xee);
  const uint64_t low = state.Finish();
  state.Mark(1, 0xdd);
  return {low, state.Finish()};
}

std::string ToHex(const Hash128& hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(32);
  for (const uint64_t half : {hash.low, hash.high}) {
    for (int shift = 0; shift < 64; shift += 8) {  // as bytes in memory
      const auto byte = static_cast<unsigned char>(half >> shift);
      hex += kDigits[byte >> 4];
      hex += kDigits[byte & 15];
    }
  }
  return hex;
}

}  // namespace crible
