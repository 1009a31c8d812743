#include "rules/near.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace crible {

// For each set of parts, how far the best choice of places so far reaches: of
// two choices of the same parts, the one that ends later can be continued by
// all that continues the other, so one number a set is enough.
bool AreNear(uint32_t parts, uint32_t words, std::vector<Place>* places) {
  CRIBLE_CHECK(parts <= kNearPartsMax);
  constexpr int64_t kNever = -1;
  std::array<int64_t, 1 << kNearPartsMax> reach;
  const uint32_t all = (1u << parts) - 1;
  std::fill(reach.begin(), reach.begin() + all + 1, kNever);
  std::sort(places->begin(), places->end());
  for (const Place& place : *places) {
    const uint32_t bit = 1u << place.part;
    for (uint32_t set = 1; set < all; ++set) {
      if ((set & bit) || reach[set] == kNever) continue;
      if (int64_t{place.begin} - reach[set] > int64_t{words}) continue;
      reach[set | bit] = std::max(
          {reach[set | bit], reach[set], static_cast<int64_t>(place.end)});
    }
    reach[bit] = std::max(reach[bit], static_cast<int64_t>(place.end));
    if (reach[all] != kNever) return true;
  }
  return parts == 0;
}

}  // namespace crible
