#ifndef CRIBLE_RULES_REGEX_PREFIX_H_
#define CRIBLE_RULES_REGEX_PREFIX_H_

// With which bytes the matches of a pattern can begin.

#include <array>
#include <cstddef>
#include <cstdint>

#include "rules/regex_syntax.h"

namespace crible {

// Of the 256 bytes.
struct ByteSet {
  std::array<uint64_t, 4> bits{};
  void Add(uint8_t byte) { bits[byte >> 6] |= uint64_t{1} << (byte & 63); }
  bool Has(char byte) const {
    const auto b = static_cast<uint8_t>(byte);
    return bits[b >> 6] >> (b & 63) & 1;
  }
  ByteSet& operator|=(const ByteSet& other) {
    for (size_t i = 0; i < bits.size(); ++i) bits[i] |= other.bits[i];
    return *this;
  }
  friend bool operator==(const ByteSet&, const ByteSet&) = default;
};

// The first bytes of a set's characters.
ByteSet LeadBytes(const CharSet& set);

// The first two bytes of matches, by how long these are.
struct RegexPrefix {
  bool empty = false;  // a match may be empty
  ByteSet one;         // the byte of matches of one
  ByteSet first;       // of longer ones
  ByteSet second;

  bool MayBeShort() const { return empty || one != ByteSet(); }
};

//   \b(la|le|a) → one: a; first: l; second: a, e
RegexPrefix PrefixOf(const RegexNode& node);

}  // namespace crible

#endif  // CRIBLE_RULES_REGEX_PREFIX_H_
