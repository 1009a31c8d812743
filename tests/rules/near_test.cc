#include "rules/near.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace crible {
namespace {

TEST(NearTest, Table) {
  const struct {
    const char* name;
    uint32_t parts, words;
    std::vector<Place> places;
    bool want;
  } kCases[] = {
      {"no part asks nothing", 0, 0, {}, true},
      {"one part, one place", 1, 0, {{5, 6, 0}}, true},
      {"one part, no place", 1, 9, {}, false},
      {"neighbours", 2, 0, {{0, 1, 0}, {1, 2, 1}}, true},
      {"one word between, none allowed", 2, 0, {{0, 1, 0}, {2, 3, 1}}, false},
      {"one word between, one allowed", 2, 1, {{0, 1, 0}, {2, 3, 1}}, true},
      {"any order", 2, 1, {{2, 3, 0}, {0, 1, 1}}, true},
      {"overlapping", 2, 0, {{0, 3, 0}, {1, 2, 1}}, true},
      {"the same place twice", 2, 0, {{4, 5, 0}, {4, 5, 1}}, true},
      {"a link between two words", 2, 0, {{0, 2, 0}, {2, 2, 1}}, true},
      {"a chain of three", 3, 2, {{0, 1, 0}, {3, 4, 1}, {6, 7, 2}}, true},
      {"the middle part is missing", 3, 9, {{0, 1, 0}, {3, 4, 2}}, false},
      {"far apart without the middle", 2, 2, {{0, 1, 0}, {6, 7, 1}}, false},
      {"a place of the same part is no bridge",
       2,
       2,
       {{0, 1, 0}, {3, 4, 0}, {9, 10, 1}},
       false},
      {"the later of two places reaches",
       2,
       2,
       {{0, 1, 0}, {4, 5, 0}, {7, 8, 1}},
       true},
      {"a long place covers a short one",
       3,
       1,
       {{0, 9, 0}, {2, 3, 1}, {10, 11, 2}},
       true},
  };
  for (const auto& c : kCases) {
    auto places = c.places;
    EXPECT_EQ(AreNear(c.parts, c.words, &places), c.want) << c.name;
  }
}

bool IsChain(std::vector<Place> chosen, uint32_t words) {
  std::sort(chosen.begin(), chosen.end());
  uint32_t reach = chosen[0].end;
  for (const Place& place : chosen) {
    if (place.begin > reach + words) return false;
    reach = std::max(reach, place.end);
  }
  return true;
}

bool TryAll(const std::vector<std::vector<Place>>& parts, size_t part,
            uint32_t words, std::vector<Place>* chosen) {
  if (part == parts.size()) return IsChain(*chosen, words);
  for (const Place& place : parts[part]) {
    chosen->push_back(place);
    const bool found = TryAll(parts, part + 1, words, chosen);
    chosen->pop_back();
    if (found) return true;
  }
  return false;
}

TEST(NearTest, AgreesWithTryingAllChoices) {
  std::mt19937 random(3);
  int near = 0;
  constexpr int kRounds = 20000;
  for (int round = 0; round < kRounds; ++round) {
    const uint32_t parts = 1 + random() % 4;
    const uint32_t words = random() % 4;
    std::vector<Place> places;
    std::vector<std::vector<Place>> by_part(parts);
    for (uint32_t n = random() % 10; n > 0; --n) {
      const uint32_t begin = random() % 30;
      const Place place{begin, begin + static_cast<uint32_t>(random() % 4),
                        static_cast<uint32_t>(random() % parts)};
      places.push_back(place);
      by_part[place.part].push_back(place);
    }
    std::vector<Place> chosen;
    const bool want = TryAll(by_part, 0, words, &chosen);
    near += want;
    ASSERT_EQ(AreNear(parts, words, &places), want) << "round " << round;
  }
  EXPECT_GT(near, kRounds / 10);
  EXPECT_LT(near, kRounds * 9 / 10);
}

}  // namespace
}  // namespace crible
