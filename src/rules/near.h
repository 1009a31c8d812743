#ifndef CRIBLE_RULES_NEAR_H_
#define CRIBLE_RULES_NEAR_H_

#include <cstdint>
#include <vector>

namespace crible {

// Where a part of a `near` stands, in words of the body: [begin, end), empty
// for a link between two words.
struct Place {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t part = 0;
  auto operator<=>(const Place&) const = default;
};

inline constexpr uint32_t kNearPartsMax = 8;

// Whether one place of each of the parts [0, parts) can be chosen so that, read
// in order, at most `words` words stand between each and those before it.
// Sorts *places. O(places · 2^parts); true for no parts.
bool AreNear(uint32_t parts, uint32_t words, std::vector<Place>* places);

}  // namespace crible

#endif  // CRIBLE_RULES_NEAR_H_
