#ifndef CRIBLE_BAYES_WORD_BOOK_H_
#define CRIBLE_BAYES_WORD_BOOK_H_

// The models' words with all their runs of characters, looked up when the
// models are loaded: comments are made of the same few thousand words, and a
// word's runs depend on its letters alone. Immutable once built.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "base/huge_pages.h"
#include "bayes/weight_table.h"

namespace crible {

class WordBook {
 public:
  // A run that a model knows. Twelve bytes, so five to a line of memory.
  class Run {
   public:
    Run(uint32_t token, const WeightTable::Weights& weights) : token_(token) {
      const PackedWeights packed(weights);
      std::memcpy(packed_, &packed, sizeof packed);
    }
    uint32_t token() const { return token_; }  // its number in the table
    PackedWeights weights() const {
      PackedWeights packed;
      std::memcpy(&packed, packed_, sizeof packed);
      return packed;
    }

   private:
    uint32_t token_;
    uint32_t packed_[2];
  };
  struct Word {
    uint32_t tag = 0;  // 0: free
    uint32_t first_run = 0;
    uint16_t runs = 0;
    WeightTable::Weights weights = {};
  };

  // `table` holds the weights of the words and of their runs.
  WordBook(std::span<const std::string_view> words, const WeightTable& table);

  // By Word::hash of text/text.h. nullptr for what is no word of a model.
  const Word* Find(uint64_t hash) const {
    const uint32_t tag = Tag(hash);
    for (uint64_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].tag == tag) return &slots_[i];
      if (slots_[i].tag == 0) return nullptr;
    }
  }
  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[hash & mask_]);
  }

  // Those of the word's runs that a model knows, each once, in the order of
  // AppendRuns.
  std::span<const Run> Runs(const Word& word) const {
    return {runs_.data() + word.first_run, word.runs};
  }
  void PrefetchRuns(const Word& word) const {
    const char* const begin =
        reinterpret_cast<const char*>(runs_.data() + word.first_run);
    __builtin_prefetch(begin);
    __builtin_prefetch(begin + 64);
  }

  size_t bytes() const {
    return slots_.size() * sizeof(Word) + runs_.size() * sizeof(Run);
  }

 private:
  static uint32_t Tag(uint64_t hash) {
    return static_cast<uint32_t>(hash >> 32) | 1;
  }
  void Add(std::string_view letters, const WeightTable& table);

  std::vector<Word, HugePageAllocator<Word>> slots_;
  uint64_t mask_ = 0;
  std::vector<Run, HugePageAllocator<Run>> runs_;
};

// Those of a word's runs that the table knows, each once, in the order of
// AppendRuns. Appends to *runs.
void AppendKnownRuns(std::string_view letters, const WeightTable& table,
                     std::vector<WordBook::Run>* runs);

}  // namespace crible

#endif  // CRIBLE_BAYES_WORD_BOOK_H_
