#include "base/hash.h"

#include <set>
#include <string>

#include "base/sha256.h"
#include "base/string_map.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Hash64, DiffersByLengthOfTrailingNuls) {
  std::set<uint64_t> hashes;
  for (size_t n = 0; n < 40; ++n) hashes.insert(Hash64(std::string(n, '\0')));
  EXPECT_EQ(hashes.size(), 40u);
}

TEST(Hash64, SpreadsShortWordsOverAllBits) {
  std::set<uint64_t> low, high;
  for (int i = 0; i < 10000; ++i) {
    const uint64_t hash = Hash64(std::to_string(i));
    low.insert(hash & 0xffff);
    high.insert(hash >> 48);
  }
  // 10,000 balls in 65,536 urns fill 9,270 of them on the average.
  EXPECT_GT(low.size(), 9000u);
  EXPECT_GT(high.size(), 9000u);
}

TEST(Hash64, IsStable) { EXPECT_EQ(Hash64("crible"), Hash64("crible")); }

TEST(StringMap, FindsByView) {
  StringMap<int> map{{"held", 1}};
  EXPECT_EQ(map.find(std::string_view("held"))->second, 1);
  EXPECT_FALSE(map.contains(std::string_view("hel")));
}

TEST(Sha256Hex, MatchesTheStandardsExample) {
  EXPECT_EQ(Sha256Hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace crible
