#ifndef CRIBLE_RULES_LITERAL_SCANNER_H_
#define CRIBLE_RULES_LITERAL_SCANNER_H_

// Which of many short texts stand in a text: Aho and Corasick's automaton as
// one flat table, a row a state, a column a class of bytes. One step a byte
// whatever the number of literals. Bytes that begin no literal are passed over
// by a table of pairs without entering the automaton.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
    uint32_t state = 0;
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    for (size_t i = 0; i < text.size(); ++i) {
      if (state == 0 && i + 1 < text.size() &&
          !starts_[PairIndex(class_[bytes[i]], class_[bytes[i + 1]])]) {
        continue;
      }
      state = next_[state + class_[bytes[i]]];
      if (state & kAccepts) {
        state &= ~kAccepts;
        for (uint32_t out = output_[state / classes_]; out != kNone;) {
          if (!found(outputs_[out].literal)) break;
          out = outputs_[out].next;
        }
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
  class Builder;

  size_t PairIndex(uint8_t a, uint8_t b) const {
    return size_t{a} * classes_ + b;
  }

  uint8_t class_[256] = {};  // 0: in no literal
  uint32_t classes_ = 1;
  std::vector<uint32_t> next_;  // [state * classes + class] → next * classes
  std::vector<uint32_t> output_;  // by state
  std::vector<Output> outputs_;
  std::vector<uint8_t> starts_;  // pairs of classes that begin a literal
};

}  // namespace crible

#endif  // CRIBLE_RULES_LITERAL_SCANNER_H_
