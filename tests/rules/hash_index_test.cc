#include "rules/hash_index.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "rules/bit_filter.h"

namespace crible {
namespace {

TEST(HashIndexTest, FindsWhatWasInsertedAndNothingElse) {
  HashIndex index;
  EXPECT_EQ(index.Find(0), HashIndex::kNone);
  for (uint32_t i = 0; i < 10000; ++i) {
    EXPECT_EQ(index.Insert(HashCombine(i, 1), i), i);
  }
  EXPECT_EQ(index.size(), 10000u);
  const size_t bytes = index.memory_bytes();
  for (const bool finished : {false, true}) {
    if (finished) index.FinishBuilding();
    for (uint32_t i = 0; i < 10000; ++i) {
      EXPECT_EQ(index.Find(HashCombine(i, 1)), i);
      EXPECT_EQ(index.Find(HashCombine(i, 2)), HashIndex::kNone);
    }
  }
  EXPECT_LT(index.memory_bytes(), bytes);
}

TEST(HashIndexTest, TheFirstValueStays) {
  HashIndex index;
  index.Insert(7, 1);
  EXPECT_EQ(index.Insert(7, 2), 1u);
  EXPECT_EQ(index.Find(7), 1u);
  EXPECT_EQ(index.size(), 1u);
}

// Hashes that agree in the bits that choose the slot, or in those that are
// compared first.
TEST(HashIndexTest, HashesThatCollide) {
  HashIndex index;
  for (uint64_t i = 0; i < 50; ++i) {
    index.Insert(i << 32 | 5, static_cast<uint32_t>(i));
    index.Insert(uint64_t{9} << 40 | i << 8, static_cast<uint32_t>(100 + i));
  }
  for (uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(index.Find(i << 32 | 5), i);
    EXPECT_EQ(index.Find(uint64_t{9} << 40 | i << 8), 100 + i);
  }
  EXPECT_EQ(index.Find(uint64_t{99} << 32 | 5), HashIndex::kNone);
  // The first slot comes after the last.
  for (uint64_t i = 0; i < 50; ++i) {
    index.Insert(i << 32 | UINT32_MAX, static_cast<uint32_t>(200 + i));
  }
  index.FinishBuilding();
  for (uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(index.Find(i << 32 | 5), i);
    EXPECT_EQ(index.Find(i << 32 | UINT32_MAX), 200 + i);
  }
}

TEST(BitFilterTest, NeverForgetsAndSeldomErrs) {
  BitFilter filter(5000);
  for (uint64_t i = 0; i < 5000; ++i) filter.Add(HashCombine(i, 1));
  uint32_t passed = 0;
  for (uint64_t i = 0; i < 5000; ++i) {
    EXPECT_EQ(filter.Has(HashCombine(i, 1)), 1u);
    passed += filter.Has(HashCombine(i, 2));
  }
  EXPECT_LT(passed, 5000u / 10);
  EXPECT_EQ(BitFilter().Has(12345), 0u);
}

}  // namespace
}  // namespace crible
