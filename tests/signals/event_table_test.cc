#include "signals/event_table.h"

#include <map>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace crible {
namespace {

// How many events the key has after counting this one.
size_t Count(EventTable* table, uint64_t key, uint32_t comment,
             uint32_t seconds = 0) {
  std::vector<FactEvent> events;
  table->Count(key, {.seconds = seconds, .comment = comment, .author = 1},
               &events);
  return events.size();
}

TEST(EventTable, KeepsTheLatestEventsOfAKey) {
  EventTable table(1 << 20);
  for (uint32_t i = 1; i <= 1000; ++i) {
    std::vector<FactEvent> events;
    table.Count(7, {.seconds = i, .comment = i, .author = i}, &events);
    ASSERT_GE(events.size(), std::min(i, kRepeatCountMax)) << i;
    ASSERT_LE(events.size(), kRepeatCountMax + 5);
    for (size_t j = 0; j < events.size(); ++j) {  // the latest, oldest first
      ASSERT_EQ(events[j].comment, i - events.size() + 1 + j);
    }
  }
  EXPECT_EQ(table.keys(), 1u);
}

TEST(EventTable, CountsACommentOnce) {
  EventTable table(1 << 20);
  EXPECT_EQ(Count(&table, 1, 10), 1u);
  EXPECT_EQ(Count(&table, 1, 11), 2u);
  EXPECT_EQ(Count(&table, 1, 10), 2u);
  EXPECT_EQ(Count(&table, 2, 10), 1u) << "another key";
  EXPECT_EQ(Count(&table, 1, 0), 3u) << "without a name";
  EXPECT_EQ(Count(&table, 1, 0), 4u) << "each time";
}

TEST(EventTable, TheLongestSilentKeyGivesWay) {
  EventTable table(64 << 10);
  size_t room = 0;
  while (table.keys() == room) Count(&table, ++room, 1);
  const size_t max = table.keys();
  EXPECT_GT(max, 300u);
  EXPECT_EQ(Count(&table, 2, 2), 2u) << "asked for again, so not silent";
  // Key 1 gave way to the last; 3, 4, … are next.
  for (uint64_t key = room + 1; key < room + 10; ++key) Count(&table, key, 1);
  EXPECT_EQ(Count(&table, 2, 3), 3u);
  EXPECT_EQ(Count(&table, 100, 2), 2u);
  EXPECT_EQ(Count(&table, 3, 2), 1u) << "forgotten";
  EXPECT_EQ(table.keys(), max);
}

TEST(EventTable, NeverTakesMoreThanItsBytes) {
  for (const size_t bytes : {16u << 10, 256u << 10, 3u << 20}) {
    EventTable table(bytes);
    std::mt19937_64 random(bytes);
    for (int i = 0; i < 200'000; ++i) {
      // Some keys are busy, most come once.
      const uint64_t key = random() % 4 == 0 ? random() % 50 : random();
      Count(&table, key, static_cast<uint32_t>(random() | 1));
      ASSERT_LE(table.bytes(), bytes);
    }
    EXPECT_GT(table.bytes(), bytes / 2);
  }
}

// Slots, chains and free lists against a map, with much coming and going.
TEST(EventTable, AgreesWithAMapWhileNothingGivesWay) {
  EventTable table(4 << 20);
  std::map<uint64_t, std::map<uint32_t, uint32_t>> naive;
  std::mt19937_64 random(1);
  for (uint32_t i = 0; i < 50'000; ++i) {
    // Keys that collide in their low bits.
    const uint64_t key = (random() % 500) << (random() % 2 ? 0 : 32);
    const uint32_t comment = 1 + random() % 40;
    naive[key].emplace(comment, i);
    std::vector<FactEvent> events;
    table.Count(key, {.seconds = i, .comment = comment, .author = 1}, &events);
    ASSERT_EQ(events.size(), naive[key].size());
    for (const FactEvent& e : events) {
      ASSERT_EQ(naive[key].at(e.comment), e.seconds);
    }
  }
  EXPECT_EQ(table.keys(), naive.size());
}

}  // namespace
}  // namespace crible
