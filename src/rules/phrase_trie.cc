#include "rules/phrase_trie.h"

#include <algorithm>
#include <utility>

#include "absl/container/node_hash_map.h"

namespace crible {

// Subset construction. A position is "so many words of phrase p are read";
// positions of all phrases are numbered in one row, each phrase's end included.
class PhraseTrie::Builder {
 public:
  Builder(std::span<const PhrasePattern> phrases, PhraseTrie* trie)
      : phrases_(phrases), trie_(trie) {
    for (size_t p = 0; p < phrases.size(); ++p) {
      begin_.push_back(static_cast<uint32_t>(phrase_of_.size()));
      phrase_of_.insert(phrase_of_.end(), phrases[p].words.size() + 1,
                        static_cast<uint32_t>(p));
      trie->depth_ = std::max(trie->depth_, phrases[p].words.size());
    }
  }

  bool Build() {
    Expand(kRoot, begin_);
    for (size_t node = 0; node < sets_.size(); ++node) {
      if (edges_ > kEdgesMax) return false;
      const Set& set = *sets_[node];
      Accept(node, set);
      Expand(static_cast<uint32_t>(node), set);
    }
    trie_->accept_begin_.push_back(
        static_cast<uint32_t>(trie_->accepts_.size()));
    FillFilters();
    trie_->root_.FinishBuilding();
    trie_->edges_.FinishBuilding();
    trie_->accept_begin_.shrink_to_fit();
    trie_->has_edges_.shrink_to_fit();
    return true;
  }

 private:
  static constexpr uint32_t kRoot = UINT32_MAX;
  using Set = std::vector<uint32_t>;

  bool AtEnd(uint32_t position) const {
    const uint32_t p = phrase_of_[position];
    return position - begin_[p] == phrases_[p].words.size();
  }

  void Accept(size_t node, const Set& set) {
    trie_->accept_begin_.push_back(
        static_cast<uint32_t>(trie_->accepts_.size()));
    for (const uint32_t position : set) {
      if (!AtEnd(position)) continue;
      trie_->accepts_.push_back(phrases_[phrase_of_[position]].id);
      ++on_path_[node];
    }
    trie_->accepts_max_ = std::max(trie_->accepts_max_, on_path_[node]);
  }

  // Groups what the positions of `set` can read by word; each group is a node.
  void Expand(uint32_t node, const Set& set) {
    steps_.clear();
    for (const uint32_t position : set) {
      if (AtEnd(position)) continue;
      const uint32_t p = phrase_of_[position];
      for (const uint64_t word : phrases_[p].words[position - begin_[p]]) {
        steps_.emplace_back(word, position + 1);
      }
    }
    if (node != kRoot) trie_->has_edges_[node] = !steps_.empty();
    std::sort(steps_.begin(), steps_.end());
    for (size_t i = 0; i < steps_.size();) {
      const uint64_t word = steps_[i].first;
      Set next;
      for (; i < steps_.size() && steps_[i].first == word; ++i) {
        if (next.empty() || next.back() != steps_[i].second) {
          next.push_back(steps_[i].second);
        }
      }
      edges_ += 1 + next.size();
      AddEdge(node, word, Intern(std::move(next)));
      if (edges_ > kEdgesMax) return;
    }
  }

  void AddEdge(uint32_t node, uint64_t word, uint32_t next) {
    if (node == kRoot) {
      trie_->root_.Insert(word, next);
      first_words_.emplace_back(word, next);
      depth_one_ = std::max(depth_one_, next + 1);
    } else {
      trie_->edges_.Insert(EdgeHash(node, word), next);
      if (node < depth_one_) second_words_.emplace_back(node, word);
      on_path_[next] = std::max(on_path_[next], on_path_[node]);
    }
  }

  // Nodes are numbered by depth, those after the first word first.
  void FillFilters() {
    std::vector<size_t> begin(depth_one_ + 1, 0);  // into second_words_
    for (const auto& [node, word] : second_words_) ++begin[node + 1];
    for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    size_t pairs = 0;
    for (const auto& [word, node] : first_words_) {
      pairs += begin[node + 1] - begin[node];
    }
    trie_->first_words_ = BitFilter(first_words_.size());
    trie_->single_words_ = BitFilter(first_words_.size());
    trie_->word_pairs_ = BitFilter(pairs, 8);
    for (const auto& [word, node] : first_words_) {
      trie_->first_words_.Add(FilterHash(word));
      if (trie_->accept_begin_[node] < trie_->accept_begin_[node + 1]) {
        trie_->single_words_.Add(FilterHash(word));
      }
      for (size_t i = begin[node]; i < begin[node + 1]; ++i) {
        trie_->word_pairs_.Add(HashCombine(word, second_words_[i].second));
      }
    }
  }

  uint32_t Intern(Set set) {
    const auto [it, is_new] =
        nodes_.try_emplace(std::move(set), static_cast<uint32_t>(sets_.size()));
    if (is_new) {
      sets_.push_back(&it->first);
      trie_->has_edges_.push_back(0);
      on_path_.push_back(0);
    }
    return it->second;
  }

  std::span<const PhrasePattern> phrases_;
  PhraseTrie* trie_;
  std::vector<uint32_t> begin_;      // first position, by phrase
  std::vector<uint32_t> phrase_of_;  // by position
  absl::node_hash_map<Set, uint32_t> nodes_;
  std::vector<const Set*> sets_;  // by node; keys of nodes_
  std::vector<std::pair<uint64_t, uint32_t>> steps_;
  std::vector<std::pair<uint64_t, uint32_t>> first_words_;   // word, node
  std::vector<std::pair<uint32_t, uint64_t>> second_words_;  // by node
  // The most phrases on a way to the node, itself included. A node's parents
  // are numbered before it, so theirs are known when it comes.
  std::vector<size_t> on_path_;
  uint32_t depth_one_ = 0;  // nodes that one word leads to
  size_t edges_ = 0;        // and members of sets: what the construction costs
};

bool PhraseTrie::Build(std::span<const PhrasePattern> phrases) {
  return Builder(phrases, this).Build();
}

size_t PhraseTrie::memory_bytes() const {
  return first_words_.memory_bytes() + single_words_.memory_bytes() +
         word_pairs_.memory_bytes() + root_.memory_bytes() +
         edges_.memory_bytes() + accept_begin_.capacity() * sizeof(uint32_t) +
         accepts_.capacity() * sizeof(uint32_t) + has_edges_.capacity();
}

}  // namespace crible
