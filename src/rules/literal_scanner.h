#ifndef CRIBLE_RULES_LITERAL_SCANNER_H_
#define CRIBLE_RULES_LITERAL_SCANNER_H_

// Which of many short texts stand in a text: Aho and Corasick's automaton as
// one flat table, a row a state, a column a class of bytes. One step a byte
// whatever the number of literals and whatever the text. It is entered only
// where the next few bytes begin a literal, by a filter that is asked without a
// branch: in ordinary text that is seldom.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/bit_filter.h"

namespace crible {

class LiteralScanner {
 public:
  // All literals together; keeps the offset of a row below 31 bits.
  static constexpr size_t kBytesMax = size_t{4} << 20;

  // `literals` are not empty and different, shorter than kBytesMax together. A
  // capital ASCII letter of the text reads as its small one; literals have
  // small letters only.
  void Build(std::span<const std::string> literals);

  // Calls found(i) for literals of the text. It answers whether that literal
  // was new to it: the shorter literals that end in a known one are known too.
  template <typename Found>
  void Scan(std::string_view text, Found&& found) const {
    if (next_.empty()) return;
    size_t read = 0;  // how far the automaton has come
    uint32_t starts[kBlock];
    for (size_t block = 0; block < text.size(); block += kBlock) {
      const size_t count = FindStarts(text, block, starts);
      for (size_t i = 0; i < count; ++i) {
        if (starts[i] >= read) read = Run(text, starts[i], found);
      }
    }
  }

  size_t states() const { return output_.size(); }
  size_t memory_bytes() const;

 private:
  static constexpr uint32_t kAccepts = uint32_t{1} << 31;
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Output {
    uint32_t literal;
    uint32_t next;  // the longest other literal that ends here too
  };
  static constexpr size_t kBlock = 256;
  static constexpr size_t kGramBytesMax = 4;
  class Builder;

  // Capital letters as small ones; other bytes may look alike, which costs a
  // look and no more.
  static uint64_t GramHash(uint32_t gram) {
    return (gram | 0x20202020) * uint64_t{0x9e3779b97f4a7c15};
  }

  // Where a literal may begin among kBlock bytes from `block` on.
  size_t FindStarts(std::string_view text, size_t block,
                    uint32_t starts[kBlock]) const {
    size_t count = 0;
    const size_t end = std::min(block + kBlock, text.size());
    size_t i = block;
    for (; i < end && i + kGramBytesMax <= text.size(); ++i) {
      uint32_t gram;
      std::memcpy(&gram, text.data() + i, sizeof(gram));
      starts[count] = static_cast<uint32_t>(i);
      count += grams_.Has(GramHash(gram & gram_mask_));
    }
    for (; i < end; ++i) starts[count++] = static_cast<uint32_t>(i);
    return count;
  }

  // Runs the automaton from `i` until no literal can be under way; answers how
  // far it came.
  template <typename Found>
  size_t Run(std::string_view text, size_t i, Found&& found) const {
    uint32_t state = 0;
    do {
      state = next_[state + class_[static_cast<uint8_t>(text[i])]];
      ++i;
      if (state & kAccepts) {
        state &= ~kAccepts;
        for (uint32_t out = output_[state / classes_]; out != kNone;) {
          if (!found(outputs_[out].literal)) break;
          out = outputs_[out].next;
        }
      }
    } while (state != 0 && i < text.size());
    return i;
  }

  uint8_t class_[256] = {};  // 0: in no literal
  uint32_t classes_ = 1;
  std::vector<uint32_t> next_;  // [state * classes + class] → next * classes
  std::vector<uint32_t> output_;  // by state
  std::vector<Output> outputs_;
  BitFilter grams_;         // of the first bytes of literals
  uint32_t gram_mask_ = 0;  // as many of them as are asked for
};

}  // namespace crible

#endif  // CRIBLE_RULES_LITERAL_SCANNER_H_
