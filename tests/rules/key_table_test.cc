#include "rules/key_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace crible {
namespace {

std::vector<uint32_t> Find(const KeyTable& table, uint64_t hash) {
  std::vector<uint32_t> numbers;
  if (table.MayHave(hash)) {
    table.Find(hash, [&](uint32_t number, uint32_t more) {
      EXPECT_EQ(more, number + 1);
      numbers.push_back(number);
    });
  }
  return numbers;
}

TEST(KeyTableTest, FindsWhatWasAdded) {
  std::mt19937_64 random(7);
  std::vector<uint64_t> hashes(500);
  for (uint64_t& hash : hashes) hash = random();
  std::map<uint64_t, std::vector<uint32_t>> want;
  std::vector<KeyTable::Entry> entries;
  for (uint32_t number = 0; number < 2000; ++number) {
    const uint64_t hash = hashes[random() % 400];
    entries.push_back({hash, number, number + 1});
    want[hash].push_back(number);
  }
  KeyTable table;
  EXPECT_TRUE(table.empty());
  table.Build(entries);
  EXPECT_FALSE(table.empty());
  for (const uint64_t hash : hashes) EXPECT_EQ(Find(table, hash), want[hash]);
}

TEST(KeyTableTest, WithoutEntries) {
  KeyTable table;
  table.Build({});
  EXPECT_TRUE(table.empty());
}

}  // namespace
}  // namespace crible
