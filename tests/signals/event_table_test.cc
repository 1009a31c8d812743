#include "signals/event_table.h"

#include <map>
#include <optional>
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

// Keys of all sizes, full rings and a table that evicts among them.
struct Counted {
  uint64_t key;
  FactEvent event;
};
std::vector<Counted> RandomEvents(size_t n, uint64_t keys) {
  std::mt19937_64 random(4);
  std::vector<Counted> events;
  for (uint32_t i = 1; i <= n; ++i) {
    // Low keys are busy.
    const uint64_t key = random() % keys * (random() % keys) / keys + 1;
    events.push_back({key,
                      {.seconds = i,
                       .comment = i,
                       .author = static_cast<uint32_t>(random() % 50 + 1)}});
  }
  return events;
}

void ForgetAll(EventTable* table,
               absl::FunctionRef<bool(const FactEvent&)> gone) {
  std::optional<size_t> next = 0;
  while (next) next = table->Forget(gone, *next, 7);
}

bool IsGone(const FactEvent& event) {
  return event.author == 7 || event.comment % 5 == 0;
}

TEST(EventTable, ForgetsAsIfItHadNeverSeen) {
  EventTable table(4 << 20), never(4 << 20);
  const auto events = RandomEvents(5000, 200);
  std::vector<FactEvent> room;
  std::map<uint64_t, size_t> seen;
  for (const auto& [key, event] : events) {
    if (++seen[key] > kRepeatCountMax) continue;  // nothing falls out
    table.Count(key, event, &room);
    if (!IsGone(event)) never.Count(key, event, &room);
  }
  ForgetAll(&table, IsGone);
  EXPECT_EQ(table.keys(), never.keys());
  for (const auto& [key, n] : seen) {
    std::vector<FactEvent> left, want;
    const FactEvent asking{.seconds = 9999, .comment = 9999, .author = 9999};
    table.Count(key, asking, &left);
    never.Count(key, asking, &want);
    ASSERT_EQ(left, want) << key;
  }
}

TEST(EventTable, ForgettingAKeyAloneLeavesTheOthers) {
  EventTable table(1 << 20);
  for (uint32_t key = 1; key <= 100; ++key) Count(&table, key, key);
  ForgetAll(&table, [](const FactEvent& e) { return e.comment % 2 == 0; });
  EXPECT_EQ(table.keys(), 50u);
  for (uint32_t key = 1; key <= 100; ++key)
    EXPECT_EQ(Count(&table, key, 1000), key % 2 == 0 ? 1u : 2u) << key;
}

TEST(EventTable, ForgetsWhileOthersCount) {
  EventTable table(64 << 10);
  const auto events = RandomEvents(20'000, 5000);
  std::vector<FactEvent> room;
  for (size_t i = 0; i < 10'000; ++i)
    table.Count(events[i].key, events[i].event, &room);
  std::optional<size_t> next = 0;
  for (size_t i = 10'000; i < events.size() || next; ++i) {
    if (next) next = table.Forget(IsGone, *next, 5);
    if (i < events.size() && !IsGone(events[i].event))
      table.Count(events[i].key, events[i].event, &room);
  }
  for (uint64_t key = 1; key <= 5000; ++key) {
    room.clear();
    table.Count(key, {.seconds = 1, .comment = 123'456, .author = 1}, &room);
    for (const FactEvent& event : room) ASSERT_FALSE(IsGone(event));
  }
  EXPECT_LE(table.bytes(), 64u << 10);
}

}  // namespace

// Every place where an event can stand, those that nobody reads as well.
class EventTablePeer {
 public:
  static size_t Find(const EventTable& table,
                     absl::FunctionRef<bool(const FactEvent&)> wanted) {
    size_t found = 0;
    for (const auto& entry : table.entries_) found += wanted(entry.only);
    for (const auto& chunk : table.chunks_)
      for (const FactEvent& event : chunk.events) found += wanted(event);
    return found;
  }
  static bool HasKey(const EventTable& table, uint64_t key) {
    for (const auto& entry : table.entries_)
      if (entry.key == key) return true;
    return false;
  }
};

namespace {

TEST(EventTable, LeavesNoHashAnywhere) {
  const auto wanted = [](const FactEvent& e) {
    return e.comment != 0 && IsGone(e);
  };
  EventTable table(64 << 10);  // evicts
  std::vector<FactEvent> room;
  for (const auto& [key, event] : RandomEvents(50'000, 3000))
    table.Count(key, event, &room);
  table.Count(1 << 20, {.seconds = 1, .comment = 5, .author = 1}, &room);
  ASSERT_GT(EventTablePeer::Find(table, wanted), 100u);
  ASSERT_TRUE(EventTablePeer::HasKey(table, 1 << 20));
  ForgetAll(&table, IsGone);
  EXPECT_EQ(EventTablePeer::Find(table, wanted), 0u);
  EXPECT_FALSE(EventTablePeer::HasKey(table, 1 << 20));
}

}  // namespace
}  // namespace crible
