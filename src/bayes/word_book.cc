#include "bayes/word_book.h"

#include <algorithm>
#include <bit>

#include "bayes/features.h"

namespace crible {

void AppendKnownRuns(std::string_view letters, const WeightTable& table,
                     std::vector<WordBook::Run>* runs) {
  thread_local std::vector<Feature> features;
  features.clear();
  AppendRuns(letters, 0, &features);
  for (const Feature& run : features) table.Prefetch(run.hash);
  const auto begin = static_cast<ptrdiff_t>(runs->size());
  for (const Feature& run : features) {
    const uint32_t token = table.Find(run.hash);
    if (token == WeightTable::kNone) continue;
    const bool repeated =
        std::any_of(runs->begin() + begin, runs->end(),
                    [=](const WordBook::Run& r) { return r.token() == token; });
    if (!repeated) runs->emplace_back(token, table[token]);
  }
}

WordBook::WordBook(std::span<const std::string_view> words,
                   const WeightTable& table)
    : slots_(std::bit_ceil(2 * words.size() + 2)), mask_(slots_.size() - 1) {
  // Room for all runs of all words, most of it never touched: what grows is
  // written twice, and memory costs most where it is touched first.
  size_t runs_max = 0;
  for (const std::string_view word : words) runs_max += RunsMax(word.size());
  runs_.reserve(runs_max);
  for (const std::string_view word : words) Add(word, table);
}

void WordBook::Add(std::string_view letters, const WeightTable& table) {
  if (letters.size() > kFeatureWordBytesMax) return;
  const uint64_t hash = HashWord(letters);
  if (Find(hash) != nullptr) return;
  const uint32_t own = table.Find(FeatureHash(FeatureGroup::kWords, letters));
  if (own == WeightTable::kNone) return;
  thread_local std::vector<Run> runs;
  runs.clear();
  AppendKnownRuns(letters, table, &runs);
  uint64_t i = hash & mask_;
  while (slots_[i].tag != 0) i = (i + 1) & mask_;
  slots_[i] = {.tag = Tag(hash),
               .first_run = static_cast<uint32_t>(runs_.size()),
               .runs = static_cast<uint16_t>(runs.size()),
               .weights = table[own]};
  runs_.insert(runs_.end(), runs.begin(), runs.end());
}

}  // namespace crible
