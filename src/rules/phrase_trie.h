#ifndef CRIBLE_RULES_PHRASE_TRIE_H_
#define CRIBLE_RULES_PHRASE_TRIE_H_

// All phrases of one field as one deterministic trie over word hashes, walked
// from each word of a text on. Two phrases whose words share forms meet in one
// node (subset construction; equal sets are one node), so a walk never has a
// choice and costs one probe a word.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"
#include "rules/bit_filter.h"
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
    uint32_t starts[kBlock], nodes[kBlock];
    for (size_t block = 0; block < words.size(); block += kBlock) {
      const size_t count = FindStarts(words, block, starts);
      FindNodes(words, {starts, count}, nodes);
      for (size_t i = 0; i < count; ++i) {
        WalkFrom(words, starts[i], nodes[i], found);
      }
    }
  }

  size_t nodes() const { return has_edges_.size(); }
  // The longest phrase, in words, and the most phrases that one walk finds.
  size_t depth() const { return depth_; }
  size_t accepts_max() const { return accepts_max_; }
  size_t memory_bytes() const;

 private:
  class Builder;
  static uint64_t EdgeHash(uint32_t node, uint64_t word) {
    return HashCombine(node, word);
  }

  static constexpr size_t kBlock = 64;

  // Where a phrase may begin among kBlock words from `block` on: first by the
  // word, then by the two words together.
  size_t FindStarts(std::span<const Word> words, size_t block,
                    uint32_t starts[kBlock]) const {
    const size_t end = std::min(block + kBlock, words.size());
    size_t count = 0;
    for (size_t i = block; i < end; ++i) {
      starts[count] = static_cast<uint32_t>(i);
      count += first_words_.Has(FilterHash(words[i].hash));
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t start = starts[i];
      const uint64_t first = words[start].hash;
      const uint64_t second =
          start + 1 < words.size() ? words[start + 1].hash : 0;
      starts[kept] = start;
      kept += single_words_.Has(FilterHash(first)) |
              word_pairs_.Has(HashCombine(first, second));
    }
    return kept;
  }

  // The nodes after the first word, step by step for all starts, so that memory
  // is waited for once a step.
  void FindNodes(std::span<const Word> words, std::span<const uint32_t> starts,
                 uint32_t nodes[kBlock]) const {
    for (const uint32_t start : starts) root_.Prefetch(words[start].hash);
    for (size_t i = 0; i < starts.size(); ++i) {
      const uint32_t start = starts[i];
      nodes[i] = root_.Find(words[start].hash);
      if (nodes[i] == HashIndex::kNone) continue;
      __builtin_prefetch(&accept_begin_[nodes[i]]);
      __builtin_prefetch(&has_edges_[nodes[i]]);
      if (start + 1 < words.size()) {
        edges_.Prefetch(EdgeHash(nodes[i], words[start + 1].hash));
      }
    }
  }

  template <typename Found>
  void WalkFrom(std::span<const Word> words, size_t first, uint32_t node,
                Found&& found) const {
    for (size_t last = first; node != HashIndex::kNone; ++last) {
      for (uint32_t i = accept_begin_[node]; i < accept_begin_[node + 1]; ++i)
        found(accepts_[i], first, last);
      if (!has_edges_[node] || last + 1 == words.size()) break;
      node = edges_.Find(EdgeHash(node, words[last + 1].hash));
    }
  }

  // The tables below choose by other bits than the filters.
  static uint64_t FilterHash(uint64_t word) {
    return word * uint64_t{0x9e3779b97f4a7c15};
  }

  BitFilter first_words_;               // of all phrases
  BitFilter single_words_;              // phrases of one word
  BitFilter word_pairs_;                // the first two words of longer phrases
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
