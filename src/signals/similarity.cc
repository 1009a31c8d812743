#include "signals/similarity.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"

namespace crible {
namespace {

// Four rows a band: texts of which half of the words and pairs agree share one
// with 40 %, texts of which a tenth agrees with 0.08 %.
constexpr size_t kRows = 4;
constexpr size_t kHashes = kTextBands * kRows;
using Minima = std::array<uint64_t, kHashes>;

// Odd factors and offsets of the hash functions h(x) = a·x + b mod 2^64.
constexpr struct Functions {
  Minima a, b;
  constexpr Functions() : a(), b() {
    uint64_t state = kHashSeed;
    const auto next = [&] {  // splitmix64 (Vigna, public domain)
      uint64_t z = state += 0x9e3779b97f4a7c15;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      return z ^ (z >> 31);
    };
    for (size_t i = 0; i < kHashes; ++i) {
      a[i] = next() | 1;
      b[i] = next();
    }
  }
} kFunctions;

void Take(uint64_t shingle, Minima* minima) {
  for (size_t i = 0; i < kHashes; ++i) {
    const uint64_t hash = kFunctions.a[i] * shingle + kFunctions.b[i];
    (*minima)[i] = std::min((*minima)[i], hash);
  }
}

}  // namespace

std::array<uint64_t, kTextBands> TextBands(std::span<const uint64_t> words) {
  Minima minima;
  minima.fill(std::numeric_limits<uint64_t>::max());
  words = words.first(std::min(words.size(), kSimilarityWordsMax));
  for (size_t i = 0; i < words.size(); ++i) {
    Take(HashCombine(words[i], 0), &minima);
    if (i > 0) Take(HashCombine(words[i - 1], words[i]), &minima);
  }
  std::array<uint64_t, kTextBands> bands;
  for (size_t band = 0; band < kTextBands; ++band) {
    uint64_t hash = band;
    for (size_t row = 0; row < kRows; ++row) {
      hash = HashCombine(hash, minima[band * kRows + row]);
    }
    bands[band] = hash;
  }
  return bands;
}

}  // namespace crible
