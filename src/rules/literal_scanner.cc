#include "rules/literal_scanner.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace crible {

class LiteralScanner::Builder {
 public:
  Builder(std::span<const std::string> literals, LiteralScanner* scanner)
      : literals_(literals), scanner_(*scanner) {}

  void Build() {
    ClassifyBytes();
    AddState();
    for (size_t i = 0; i < literals_.size(); ++i) AddLiteral(i);
    LinkSuffixes();
    MarkAccepting();
    FillFilter();
  }

 private:
  void ClassifyBytes() {
    for (const std::string& literal : literals_) {
      for (const char c : literal) {
        uint8_t& byte_class = scanner_.class_[static_cast<uint8_t>(c)];
        // 255 classes at most: class 0 is for all bytes of no literal, and no
        // literal has a capital ASCII letter.
        if (byte_class == 0) {
          byte_class = static_cast<uint8_t>(scanner_.classes_++);
        }
      }
    }
    CRIBLE_CHECK(scanner_.classes_ <= 256);
    for (char c = 'A'; c <= 'Z'; ++c) {
      scanner_.class_[static_cast<uint8_t>(c)] =
          scanner_.class_[static_cast<uint8_t>(c - 'A' + 'a')];
    }
  }

  uint32_t AddState() {
    scanner_.next_.resize(scanner_.next_.size() + scanner_.classes_, 0);
    scanner_.output_.push_back(kNone);
    return static_cast<uint32_t>(scanner_.output_.size() - 1);
  }

  uint8_t Class(char c) const {
    return scanner_.class_[static_cast<uint8_t>(c)];
  }

  void AddLiteral(size_t i) {
    const std::string& literal = literals_[i];
    uint32_t state = 0;
    for (const char c : literal) {
      const size_t cell = size_t{state} * scanner_.classes_ + Class(c);
      if (scanner_.next_[cell] == 0) {
        const uint32_t added = AddState();  // may move next_
        scanner_.next_[cell] = added;
      }
      state = scanner_.next_[cell];
    }
    scanner_.output_[state] = static_cast<uint32_t>(scanner_.outputs_.size());
    scanner_.outputs_.push_back({static_cast<uint32_t>(i), kNone});
  }

  // Four bytes tell more than three. A few literals of three bytes stand in the
  // filter with each byte that may follow; of many, or of shorter ones, all
  // literals are asked for by fewer bytes.
  void FillFilter() {
    size_t shortest = kGramBytesMax, count_of_three = 0;
    for (const std::string& literal : literals_) {
      shortest = std::min(shortest, literal.size());
      count_of_three += literal.size() == 3;
    }
    const bool expand = shortest == 3 && count_of_three <= 16;
    const size_t bytes = expand ? kGramBytesMax : shortest;
    scanner_.gram_mask_ =
        static_cast<uint32_t>((uint64_t{1} << (8 * bytes)) - 1);
    scanner_.grams_ = BitFilter(literals_.size() + count_of_three * 256, 32);
    for (const std::string& literal : literals_) {
      uint32_t gram = 0;
      std::memcpy(&gram, literal.data(), std::min(bytes, literal.size()));
      if (literal.size() >= bytes) {
        scanner_.grams_.Add(GramHash(gram));
        continue;
      }
      for (uint32_t last = 0; last < 256; ++last) {
        scanner_.grams_.Add(GramHash(gram | last << 24));
      }
    }
  }

  // Breadth first: a state's missing edges are those of its longest proper
  // suffix, and its outputs go on with that suffix's.
  void LinkSuffixes() {
    const uint32_t classes = scanner_.classes_;
    auto& next = scanner_.next_;
    std::vector<uint32_t> suffix(scanner_.output_.size(), 0);
    std::vector<uint32_t> queue;
    for (uint32_t c = 0; c < classes; ++c) {
      if (next[c] != 0) queue.push_back(next[c]);
    }
    for (size_t head = 0; head < queue.size(); ++head) {
      const uint32_t state = queue[head];
      InheritOutput(state, suffix[state]);
      for (uint32_t c = 0; c < classes; ++c) {
        uint32_t& to = next[size_t{state} * classes + c];
        const uint32_t other = next[size_t{suffix[state]} * classes + c];
        if (to == 0) {
          to = other;
        } else {
          suffix[to] = other;
          queue.push_back(to);
        }
      }
    }
  }

  void InheritOutput(uint32_t state, uint32_t suffix) {
    uint32_t& output = scanner_.output_[state];
    if (output == kNone) {
      output = scanner_.output_[suffix];
    } else {
      scanner_.outputs_[output].next = scanner_.output_[suffix];
    }
  }

  // Cells hold the offset of the next row, and whether something ends there.
  void MarkAccepting() {
    for (uint32_t& cell : scanner_.next_) {
      const uint32_t state = cell;
      cell = state * scanner_.classes_;
      if (scanner_.output_[state] != kNone) cell |= kAccepts;
    }
  }

  std::span<const std::string> literals_;
  LiteralScanner& scanner_;
};

void LiteralScanner::Build(std::span<const std::string> literals) {
  if (literals.empty()) return;
  size_t bytes = 0;
  for (const std::string& literal : literals) bytes += literal.size();
  CRIBLE_CHECK(bytes < kBytesMax);
  Builder(literals, this).Build();
}

size_t LiteralScanner::memory_bytes() const {
  return next_.capacity() * sizeof(uint32_t) +
         output_.capacity() * sizeof(uint32_t) +
         outputs_.capacity() * sizeof(Output) + grams_.memory_bytes();
}

}  // namespace crible
