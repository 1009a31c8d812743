#ifndef CRIBLE_TEXT_ASCII_LETTERS_H_
#define CRIBLE_TEXT_ASCII_LETTERS_H_

#include <bit>
#include <cstdint>
#include <cstring>

namespace crible {

// Eight bytes of a text at once, as far as they are ASCII letters from the
// first on. Bytes of a word compute beside one another (Mycroft 1987, Warren,
// Hacker's Delight, 6): little-endian, so the first byte is the lowest.
class AsciiLetters {
 public:
  // Eight bytes must be readable.
  explicit AsciiLetters(const char* bytes) {
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    const uint64_t folded = (word | kCase) & ~kHigh;
    const uint64_t from_a = folded + (0x80 - 'a') * kOnes;
    const uint64_t past_z = folded + (0x80 - 'z' - 1) * kOnes;
    const uint64_t no_letter = (~(from_a & ~past_z) | word) & kHigh;
    count_ = static_cast<uint32_t>(std::countr_zero(no_letter)) / 8;
    const uint64_t kept =
        count_ == 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * count_) - 1;
    lower_ = (word | kCase) & kept;
    upper_bits_ = ~word & kCase & kept;
  }

  // How many of the first bytes are letters.
  uint32_t count() const { return count_; }
  uint32_t uppers() const {
    return upper_bits_ == 0 ? 0
                            : static_cast<uint32_t>(std::popcount(upper_bits_));
  }
  // Whether, case aside, a letter follows itself; `before` stands before the
  // first.
  bool Repeats(unsigned char before) const {
    const uint64_t differ = lower_ ^ (lower_ << 8 | before);
    // A byte of `differ` is 0 where two are equal; beyond the letters it may be
    // anything.
    const uint64_t zero = (differ - kOnes) & ~differ & kHigh;
    return static_cast<uint32_t>(std::countr_zero(zero)) / 8 < count_;
  }
  // In lower case; writes eight bytes.
  void Store(char* out) const { std::memcpy(out, &lower_, sizeof lower_); }

 private:
  static constexpr uint64_t kOnes = 0x0101010101010101;
  static constexpr uint64_t kHigh = 0x80 * kOnes;
  static constexpr uint64_t kCase = 0x20 * kOnes;

  uint32_t count_;
  uint64_t lower_;
  uint64_t upper_bits_;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_ASCII_LETTERS_H_
