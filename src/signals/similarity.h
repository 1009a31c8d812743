#ifndef CRIBLE_SIGNALS_SIMILARITY_H_
#define CRIBLE_SIGNALS_SIMILARITY_H_

// "The same text, to within a few words", as equality of keys: MinHash (Broder
// 1997) over words and pairs of neighbours, in bands (Leskovec et al., Mining
// of Massive Datasets, 3.4). Texts that share a band are taken for the same;
// README.md has the measured error.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace crible {

inline constexpr size_t kTextBands = 8;
// Words beyond these do not matter: time is bounded, and a text that begins
// with a thousand words of another is that other.
inline constexpr size_t kSimilarityWordsMax = 1000;

// The bands of a text, from the hashes of its words in their order. Texts of
// the same words have all bands in common. `words` is not empty.
std::array<uint64_t, kTextBands> TextBands(std::span<const uint64_t> words);

}  // namespace crible

#endif  // CRIBLE_SIGNALS_SIMILARITY_H_
