#include "signals/similarity.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/hash.h"

namespace crible {
namespace {

// Four rows a band: texts of which half of the words and pairs agree share one
// with 40 %, texts of which a tenth agrees with 0.08 %.
constexpr size_t kRows = 4;

// One hash function a row and band, a·x + y mod 2^16 with odd a, where x and y
// are quarters of the shingle's hash, another pair in each row. Sixteen bits
// are enough: minima of unrelated texts of a thousand words agree in a row with
// 1.5 %, in a band with five in 10^8. Eight of them are one instruction of any
// 64-bit x86. With a constant for y, as is usual, and 64 bits, four times as
// many unrelated texts were mistaken for one another: some word was the least
// under all functions of a band.
using Lanes = std::array<int16_t, kTextBands>;
constexpr struct Functions {
  std::array<Lanes, kRows> a;
  constexpr Functions() : a() {
    uint64_t state = kHashSeed;
    const auto next = [&] {  // splitmix64 (Vigna, public domain)
      uint64_t z = state += 0x9e3779b97f4a7c15;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      return z ^ (z >> 31);
    };
    for (Lanes& row : a) {
      for (int16_t& factor : row) factor = static_cast<int16_t>(next() | 1);
    }
  }
} kFunctions;

using Minima = std::array<Lanes, kRows>;

void Take(uint64_t shingle, Minima* minima) {
  for (size_t row = 0; row < kRows; ++row) {
    const auto x = static_cast<int16_t>(shingle);
    shingle = std::rotr(shingle, 16);
    const auto y = static_cast<int16_t>(shingle);
    for (size_t band = 0; band < kTextBands; ++band) {
      const auto hash = static_cast<int16_t>(kFunctions.a[row][band] * x + y);
      (*minima)[row][band] = std::min((*minima)[row][band], hash);
    }
  }
}

}  // namespace

std::array<uint64_t, kTextBands> TextBands(std::span<const uint64_t> words) {
  Minima minima;
  for (Lanes& row : minima) row.fill(std::numeric_limits<int16_t>::max());
  words = words.first(std::min(words.size(), kSimilarityWordsMax));
  uint64_t before = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    Take(HashCombine(words[i], 0), &minima);
    if (i > 0) Take(HashCombine(before, words[i]), &minima);
    before = words[i];
  }
  std::array<uint64_t, kTextBands> bands;
  for (size_t band = 0; band < kTextBands; ++band) {
    uint64_t rows = 0;
    for (const Lanes& row : minima) {
      rows = rows << 16 | static_cast<uint16_t>(row[band]);
    }
    bands[band] = HashCombine(band, rows);
  }
  return bands;
}

}  // namespace crible
