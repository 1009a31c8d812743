#ifndef CRIBLE_TEXT_WORD_SET_H_
#define CRIBLE_TEXT_WORD_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.h"

namespace crible {

// What is known of a word beside that it is one: bits of WordSet::Marks.
namespace mark {
inline constexpr uint8_t kBegins = 1;  // may be the first piece of a cut word
inline constexpr uint8_t kEnds = 2;    // or the second; see CutHash
inline constexpr uint8_t kIn = 4;      // always, of a word in the set
}  // namespace mark

// Stands in a set for: these two words, with a gap between them, are rather one
// that was cut (stu pid) than two. Of the hashes of both.
inline uint64_t CutHash(uint64_t first, uint64_t second) {
  return HashCombine(first, second);
}

// A set of word hashes (Word::hash) that is built once and asked often: open
// addressing at a load of at most one half, eight bytes a slot. Hashes that
// differ in their lowest three bits alone are the same one.
class WordSet {
 public:
  // Marks are added to those that the word has.
  void Insert(uint64_t hash, uint8_t marks = 0);
  void Insert(const WordSet& others);
  bool Contains(uint64_t hash) const { return Marks(hash) != 0; }
  // 0 if it is not in the set.
  uint8_t Marks(uint64_t hash) const {
    if (slots_.empty()) return 0;
    const uint64_t key = KeyOf(hash);
    for (uint64_t i = Place(hash);; i = (i + 1) & mask_) {
      if ((slots_[i] | kMarkBits) == key) return slots_[i] & kMarkBits;
      if (slots_[i] == 0) return 0;
    }
  }
  size_t size() const { return size_; }
  void Clear();

 private:
  static constexpr uint64_t kMarkBits = 7;

  static uint64_t KeyOf(uint64_t hash) { return hash | kMarkBits; }
  uint64_t Place(uint64_t hash) const { return (hash >> 3) & mask_; }
  void Grow();

  std::vector<uint64_t> slots_;  // a hash with its marks; 0 is free
  uint64_t mask_ = 0;
  size_t size_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_WORD_SET_H_
