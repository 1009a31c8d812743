#ifndef CRIBLE_RULES_PHRASE_TRIE_H_
#define CRIBLE_RULES_PHRASE_TRIE_H_

// All phrases of one field as one deterministic trie over word hashes, walked
// from each word of a text on. Two phrases whose words share forms meet in one
// node (subset construction; equal sets are one node), so a walk never has a
// choice and costs one probe a word.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/hash.h"
#include "rules/hash_index.h"
#include "text/text.h"

namespace crible {

// One phrase to match: for each of its words the hashes of its forms.
struct PhrasePattern {
  uint32_t id = 0;  // what Walk reports
  std::vector<std::vector<uint64_t>> words;
};

class PhraseTrie {
 public:
  // Enough for 100,000 phrases with their forms; what needs more multiplies
  // forms with one another and is refused.
  static constexpr size_t kEdgesMax = size_t{8} << 20;

  // Adds the phrases. False if the automaton would pass kEdgesMax edges.
  bool Build(std::span<const PhrasePattern> phrases);

  // Calls found(id, first, last) for each phrase at each place, by first word.
  template <typename Found>
  void Walk(std::span<const Word> words, Found&& found) const {
    if (root_.size() == 0) return;
    for (size_t first = 0; first < words.size(); ++first) {
      uint32_t node = root_.Find(words[first].hash);
      for (size_t last = first; node != HashIndex::kNone; ++last) {
        for (uint32_t i = accept_begin_[node]; i < accept_begin_[node + 1]; ++i)
          found(accepts_[i], first, last);
        if (!has_edges_[node] || last + 1 == words.size()) break;
        node = edges_.Find(EdgeHash(node, words[last + 1].hash));
      }
    }
  }

  size_t nodes() const { return has_edges_.size(); }
  // The longest phrase, in words, and the most phrases that end in one node.
  size_t depth() const { return depth_; }
  size_t accepts_max() const { return accepts_max_; }
  size_t memory_bytes() const;

 private:
  class Builder;
  static uint64_t EdgeHash(uint32_t node, uint64_t word) {
    return HashCombine(node, word);
  }

  HashIndex root_;                      // word → node
  HashIndex edges_;                     // EdgeHash(node, word) → node
  std::vector<uint32_t> accept_begin_;  // one more than nodes
  std::vector<uint32_t> accepts_;       // ids
  std::vector<uint8_t> has_edges_;      // by node
  size_t depth_ = 0;
  size_t accepts_max_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_RULES_PHRASE_TRIE_H_
