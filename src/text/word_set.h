#ifndef CRIBLE_TEXT_WORD_SET_H_
#define CRIBLE_TEXT_WORD_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crible {

// A set of word hashes (Word::hash) that is built once and asked often: open
// addressing at a load of at most one half, eight bytes a slot.
class WordSet {
 public:
  void Insert(uint64_t hash);
  bool Contains(uint64_t hash) const {
    if (slots_.empty()) return false;
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i] == hash) return true;
      if (slots_[i] == 0) return false;
    }
  }
  size_t size() const { return size_; }
  void Clear();

 private:
  void Grow();

  std::vector<uint64_t> slots_;  // 0 is free; a word hash is never 0
  uint64_t mask_ = 0;
  size_t size_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_TEXT_WORD_SET_H_
