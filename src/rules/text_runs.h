#ifndef CRIBLE_RULES_TEXT_RUNS_H_
#define CRIBLE_RULES_TEXT_RUNS_H_

// What of a text patterns can wait for: its runs of word characters as RE2's \w
// sees them, with how they begin, what follows them and what letters follow
// digits in them, how many digits there are, how many runs of one character
// follow one another, and rare signs. Each is a hash; a
// small table of bits says of a hash that it is surely not in the text. Capital
// ASCII letters count as small ones.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace crible {

// Beginnings of runs are hashed at these lengths; one of two bytes only if it
// begins with a digit.
inline constexpr size_t kRunPrefixes[] = {3, 5, 8};
inline constexpr size_t kRunPrefixMin = 3;
// The longest of those lengths that `size` bytes have; 0 if they are too short.
size_t RunPrefixSize(std::string_view prefix);

uint64_t HashRun(std::string_view run);
uint64_t HashRunPrefix(std::string_view prefix);        // RunPrefixSize bytes
uint64_t HashRunPair(uint64_t first, uint64_t second);  // hashes of two runs
uint64_t HashSign(char32_t sign);
// Of so many digits or more, and of so many runs of one character that follow
// one another: of the numbers that are known, the largest up to `count`; 0 if
// there is none.
size_t DigitCountKnown(size_t count);
size_t SinglesKnown(size_t count);
uint64_t HashDigitCount(size_t known);
uint64_t HashSingles(size_t known);
// Of two runs of digits that follow one another.
inline constexpr uint64_t kNumbersHash = 0xc4ceb9fe1a85ec53;

// Signs that stand in half of all texts tell nothing and have no hash.
bool IsCommonSign(char32_t sign);

class TextRuns {
 public:
  // Forgets the text before.
  void Read(std::string_view text);

  // Everything in the text; some more than once.
  static constexpr uint32_t kAnywhere = UINT32_MAX;
  struct Thing {
    uint64_t hash;
    uint32_t at;  // where it begins; kAnywhere of digits and numbers
  };
  const std::vector<Thing>& things() const { return things_; }
  bool is_ascii() const { return is_ascii_; }
  static uint32_t BitOf(uint64_t hash) { return hash >> kBitShift; }
  bool HasBit(uint32_t bit) const { return bits_[bit >> 6] >> (bit & 63) & 1; }

  // Bytes that stand anywhere, kPartBytesMin or more, are known by some of
  // their triples, three bytes after one another: a part that lacks one of its
  // triples surely is not there.
  static constexpr size_t kPartBytesMin = 3;
  static constexpr size_t kPartTriples = 2;
  using PartTriples = std::array<uint16_t, kPartTriples>;
  static PartTriples TriplesOf(std::string_view part);
  size_t stops() const { return stops_; }
  // Before the text read last goes away.
  bool MayHaveAnyPart(const uint16_t* triples, size_t parts) const {
    if (!has_triples_) ReadTriples();
    for (size_t i = 0; i < parts; ++i, triples += kPartTriples) {
      // The first is rarely there.
      if (HasTriple(triples[0]) && HasTriple(triples[1])) return true;
    }
    return false;
  }
  // Of the bytes, 64 in a row, which are digits: the first is the lowest bit.
  const std::vector<uint64_t>& digit_bits() const { return digit_bits_; }
  // Where runs begin, ascending.
  const std::vector<uint32_t>& begins() const { return begins_; }

 private:
  bool HasTriple(uint32_t triple) const {
    return triples_[triple >> 6] >> (triple & 63) & 1;
  }

  static constexpr int kBitShift = 64 - 16;

  void FindRuns(std::string_view text);
  void HashRuns(std::string_view text);
  bool HashDigits(std::string_view run, uint32_t begin);
  void AddDigitCounts();
  void ReadTriples() const;
  void Add(uint64_t hash, uint32_t at) { things_.push_back({hash, at}); }

  std::array<uint64_t, 1024> bits_{};  // those of things_ only are set
  std::vector<Thing> things_;
  std::vector<uint32_t> begins_;
  std::vector<uint32_t> ends_;
  std::vector<uint64_t> digit_bits_;
  uint32_t digits_ = 0;
  size_t stops_ = 0;
  bool is_ascii_ = true;
  // Made when first asked for.
  std::string_view text_;
  mutable bool has_triples_ = false;
  mutable std::array<uint64_t, 512> triples_{};
};

}  // namespace crible

#endif  // CRIBLE_RULES_TEXT_RUNS_H_
