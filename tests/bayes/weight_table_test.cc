#include "bayes/weight_table.h"

#include <random>

#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(WeightTable, FindsWhatWasSetForEachModel) {
  WeightTable table;
  std::mt19937_64 random(7);
  std::vector<uint64_t> hashes;
  for (int i = 0; i < 1000; ++i) {
    hashes.push_back(random());
    table.Set(hashes.back(), 0, static_cast<int16_t>(i));
    if (i % 2 == 0) table.Set(hashes.back(), 1, static_cast<int16_t>(-i));
  }
  for (int i = 0; i < 1000; ++i) {
    const uint32_t token = table.Find(hashes[static_cast<size_t>(i)]);
    ASSERT_EQ(token, static_cast<uint32_t>(i));  // in the order of setting
    EXPECT_EQ(table[token][0], i);
    EXPECT_EQ(table[token][1], i % 2 == 0 ? -i : WeightTable::kUnknown);
  }
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(table.Find(random()), WeightTable::kNone);
  }
}

TEST(WeightTable, IsCompactAndFindsNothingWhenEmpty) {
  EXPECT_EQ(WeightTable().Find(42), WeightTable::kNone);
  EXPECT_EQ(WeightTable().Find(0), WeightTable::kNone);
  WeightTable table;
  std::mt19937_64 random(7);
  for (int i = 0; i < 250000; ++i) table.Set(random(), 0, 1);
  table.Seal();
  EXPECT_EQ(table.size(), 250000u);
  EXPECT_LE(table.bytes(), size_t{8} << 20);
}

TEST(WeightTable, ItsFilterLetsAllThatItKnowsPass) {
  WeightTable table;
  EXPECT_FALSE(table.MayKnow(42));
  std::mt19937_64 random(7);
  std::vector<uint64_t> hashes;
  for (int i = 0; i < 10000; ++i) {
    hashes.push_back(random());
    table.Set(hashes.back(), 0, 1);
  }
  table.Seal();
  for (const uint64_t hash : hashes) EXPECT_TRUE(table.MayKnow(hash));
  int passed = 0;
  for (int i = 0; i < 10000; ++i) passed += table.MayKnow(random());
  EXPECT_LT(passed, 1300);  // one in eight at the most
}

// Chains of neighbours wrap round the end of the table.
TEST(WeightTable, SurvivesCrowdedSlots) {
  WeightTable table;
  for (uint64_t i = 1; i <= 8; ++i) table.Set(i << 33 | 0xF, 0, int16_t(i));
  for (uint64_t i = 1; i <= 8; ++i) {
    const uint32_t token = table.Find(i << 33 | 0xF);
    ASSERT_NE(token, WeightTable::kNone);
    EXPECT_EQ(table[token][0], static_cast<int16_t>(i));
  }
}

}  // namespace
}  // namespace crible
