#include "text/word_set.h"

#include "base/hash.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(WordSetTest, HoldsWhatWasInserted) {
  WordSet set;
  EXPECT_FALSE(set.Contains(7));
  for (uint64_t i = 1; i <= 10000; ++i) set.Insert(HashMix(i, kHashFactor) | 1);
  for (uint64_t i = 1; i <= 10000; ++i) {
    ASSERT_TRUE(set.Contains(HashMix(i, kHashFactor) | 1));
  }
  const size_t size = set.size();
  set.Insert(HashMix(5, kHashFactor) | 1);
  EXPECT_EQ(set.size(), size);
  int found = 0;
  for (uint64_t i = 20000; i < 30000; ++i) {
    found += set.Contains(HashMix(i, kHashFactor) & ~uint64_t{1});
  }
  EXPECT_EQ(found, 0);
  set.Clear();
  EXPECT_EQ(set.size(), 0u);
  EXPECT_FALSE(set.Contains(HashMix(5, kHashFactor) | 1));
}

TEST(WordSetTest, MarksAreAdded) {
  WordSet set;
  const uint64_t word = HashMix(3, kHashFactor);
  EXPECT_EQ(set.Marks(word), 0);
  set.Insert(word);
  EXPECT_EQ(set.Marks(word), mark::kIn);
  set.Insert(word, mark::kEnds);
  set.Insert(word, mark::kBegins);
  EXPECT_EQ(set.size(), 1u);
  WordSet all;
  all.Insert(set);
  all.Insert(HashMix(4, kHashFactor));
  EXPECT_EQ(all.Marks(word), mark::kIn | mark::kEnds | mark::kBegins);
  EXPECT_EQ(all.Marks(HashMix(4, kHashFactor)), mark::kIn);
  EXPECT_EQ(all.size(), 2u);
}

// Neighbouring hashes share a row of slots.
TEST(WordSetTest, Collisions) {
  WordSet set;
  for (uint64_t i = 1; i <= 7; ++i) set.Insert(i << 32 | 3);
  for (uint64_t i = 1; i <= 7; ++i) EXPECT_TRUE(set.Contains(i << 32 | 3));
  EXPECT_FALSE(set.Contains(uint64_t{8} << 32 | 3));
}

}  // namespace
}  // namespace crible
