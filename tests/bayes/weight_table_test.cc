#include "bayes/weight_table.h"

#include <random>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(WeightTable, FindsWhatWasSetForEachModel) {
  WeightTable table(1000);
  std::mt19937_64 random(7);
  std::vector<uint64_t> hashes;
  for (int i = 0; i < 1000; ++i) {
    hashes.push_back(random());
    table.Set(hashes.back(), 0, static_cast<int16_t>(i));
    if (i % 2 == 0) table.Set(hashes.back(), 1, static_cast<int16_t>(-i));
  }
  for (int i = 0; i < 1000; ++i) {
    const auto* weights = table.Find(hashes[static_cast<size_t>(i)]);
    ASSERT_NE(weights, nullptr);
    EXPECT_EQ((*weights)[0], i);
    EXPECT_EQ((*weights)[1], i % 2 == 0 ? -i : WeightTable::kUnknown);
  }
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(table.Find(random()), nullptr);
}

TEST(WeightTable, IsCompactAndFindsNothingWhenEmpty) {
  EXPECT_EQ(WeightTable().Find(42), nullptr);
  EXPECT_EQ(WeightTable(0).Find(0), nullptr);
  EXPECT_LE(WeightTable(250000).bytes(), size_t{8} << 20);
}

// Chains of neighbours wrap round the end of the table.
TEST(WeightTable, SurvivesCrowdedSlots) {
  WeightTable table(16);
  for (uint64_t i = 1; i <= 16; ++i) table.Set(i << 33 | 0x1F, 0, int16_t(i));
  for (uint64_t i = 1; i <= 16; ++i) {
    const auto* weights = table.Find(i << 33 | 0x1F);
    ASSERT_NE(weights, nullptr);
    EXPECT_EQ((*weights)[0], static_cast<int16_t>(i));
  }
}

}  // namespace
}  // namespace crible
