#include "signals/memory_facts.h"

#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

const absl::Time kNoon =
    absl::FromCivil(absl::CivilHour(2026, 11, 22, 12), absl::UTCTimeZone());
constexpr absl::Duration kBudget = absl::Seconds(10);

struct Post {
  uint64_t comment = 0;
  uint64_t author = 0;
  absl::Duration at;
  uint64_t text = 1;
};

// "count/authors" of the text within ten minutes.
std::string Counted(Facts* facts, const Post& post,
                    absl::Duration window = absl::Minutes(10)) {
  FactQuery query{.comment = post.comment,
                  .author = post.author,
                  .keys = {{RepeatOf::kText, post.text}},
                  .windows = {window}};
  ObservedFacts observed;
  facts->Observe(query, kNoon + post.at, kBudget, &observed);
  EXPECT_TRUE(observed.faults.empty());
  EXPECT_EQ(observed.now, kNoon + post.at);
  return std::to_string(observed.repeats[0].count) + "/" +
         std::to_string(observed.repeats[0].authors);
}

struct Case {
  const char* name;
  std::vector<Post> posts;
  std::string want;  // of the last
};

TEST(MemoryFacts, WhatIsCounted) {
  const auto s = [](int64_t n) { return absl::Seconds(n); };
  const Case kCases[] = {
      {"itself", {{1, 1, s(0)}}, "1/1"},
      {"three by one", {{1, 1, s(0)}, {2, 1, s(1)}, {3, 1, s(2)}}, "3/1"},
      {"three by two", {{1, 1, s(0)}, {2, 2, s(1)}, {3, 1, s(2)}}, "3/2"},
      {"asked again", {{1, 1, s(0)}, {1, 1, s(1)}, {1, 1, s(2)}}, "1/1"},
      {"at the edge of the window", {{1, 1, s(0)}, {2, 1, s(600)}}, "2/1"},
      {"beyond the window", {{1, 1, s(0)}, {2, 1, s(601)}}, "1/1"},
      {"asked again after the window: itself still",
       {{1, 1, s(0)}, {2, 2, s(5)}, {1, 1, s(9999)}},
       "1/1"},
      {"time steps back", {{1, 1, s(100)}, {2, 2, s(0)}}, "2/2"},
      {"without names each call counts", {{0, 1, s(0)}, {0, 1, s(0)}}, "2/1"},
      {"whom nothing identifies are one together",
       {{1, 0, s(0)}, {2, 0, s(0)}, {3, 7, s(0)}},
       "3/2"},
      {"another text", {{1, 1, s(0), 5}, {2, 1, s(0), 6}}, "1/1"},
      {"edited into another text: counted there once",
       {{1, 1, s(0), 5}, {2, 2, s(1), 6}, {1, 1, s(2), 6}, {1, 1, s(3), 6}},
       "2/2"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    const auto facts = NewMemoryFacts({});
    std::string last;
    for (const Post& post : c.posts) last = Counted(facts.get(), post);
    EXPECT_EQ(last, c.want);
  }
}

TEST(MemoryFacts, UpToThirtyDays) {
  const auto facts = NewMemoryFacts({});
  const absl::Duration day = absl::Hours(24);
  Counted(facts.get(), {1, 1, absl::ZeroDuration()});
  EXPECT_EQ(Counted(facts.get(), {2, 1, 30 * day}, 30 * day), "2/1");
  EXPECT_EQ(Counted(facts.get(), {3, 1, 31 * day}, 400 * day), "2/1")
      << "longer windows are cut to thirty days";
}

TEST(MemoryFacts, CountsStayAtTheirHighest) {
  const auto facts = NewMemoryFacts({});
  std::string last;
  for (uint64_t i = 1; i <= 300; ++i) {
    last = Counted(facts.get(), {i, i, absl::ZeroDuration()});
    if (i <= kRepeatCountMax) {
      ASSERT_EQ(last, std::to_string(i) + "/" + std::to_string(i));
    }
  }
  EXPECT_EQ(last, "256/256");
}

TEST(MemoryFacts, TheLargestCountOfAKindWinsAndManyPeopleAreNoFlood) {
  const auto facts = NewMemoryFacts({});
  const auto observe = [&](uint64_t comment, uint64_t author,
                           std::vector<FactKey> keys) {
    ObservedFacts observed;
    facts->Observe({.comment = comment,
                    .author = author,
                    .keys = std::move(keys),
                    .windows = {absl::Minutes(1), absl::Hours(1)}},
                   kNoon, kBudget, &observed);
    return observed.repeats;
  };
  observe(1, 1, {{RepeatOf::kText, 1}});
  observe(2, 1, {{RepeatOf::kText, 2}});
  observe(3, 2, {{RepeatOf::kText, 3}});
  const auto repeats = observe(4, 1,
                               {{RepeatOf::kText, 2},
                                {RepeatOf::kText, 3},
                                {RepeatOf::kText, 9},
                                {RepeatOf::kAuthor, 1}});
  const std::vector<RepeatCount> want = {
      {RepeatOf::kText, 60, 2, 2},   {RepeatOf::kText, 3600, 2, 2},
      {RepeatOf::kLink, 60, 0, 0},   {RepeatOf::kLink, 3600, 0, 0},
      {RepeatOf::kAuthor, 60, 1, 1}, {RepeatOf::kAuthor, 3600, 1, 1}};
  EXPECT_EQ(repeats, want) << "no link is 0 times; no address is unknown";
}

TEST(MemoryFacts, OutOfTimeIsAFaultAndNothingIsKnown) {
  const auto facts = NewMemoryFacts({});
  ObservedFacts observed;
  observed.repeats.push_back({});
  facts->Observe({.comment = 1,
                  .keys = {{RepeatOf::kText, 1}},
                  .windows = {absl::Minutes(1)}},
                 kNoon, absl::ZeroDuration(), &observed);
  EXPECT_TRUE(observed.repeats.empty());
  ASSERT_EQ(observed.faults.size(), 1u);
  EXPECT_EQ(observed.faults[0].part, Part::kFacts);
  EXPECT_EQ(facts->keys(), 0u);
  facts->Observe({.comment = 1, .keys = {{RepeatOf::kText, 1}}}, kNoon,
                 absl::InfiniteDuration(), &observed);
  EXPECT_TRUE(observed.faults.empty());
}

TEST(MemoryFacts, AMillionKeysTakeAtMostTwoHundredMegabytes) {
  const auto facts = NewMemoryFacts({});
  FactQuery query{.keys = std::vector<FactKey>(10)};
  ObservedFacts observed;
  uint64_t next = 0;
  const auto fill = [&](size_t keys) {
    for (size_t i = 0; i < keys / query.keys.size(); ++i) {
      query.comment = ++next;
      for (FactKey& key : query.keys) key.hash = HashCombine(++next, 1);
      facts->Observe(query, kNoon, kBudget, &observed);
    }
  };
  fill(1'000'000);
  EXPECT_EQ(facts->keys(), 1'000'000u) << "none gave way";
  EXPECT_LE(facts->bytes(), size_t{200} << 20);
  RecordProperty("bytes_of_a_million_keys", std::to_string(facts->bytes()));
  fill(2'000'000);
  EXPECT_GT(facts->keys(), 1'500'000u);
  EXPECT_LE(facts->bytes(), size_t{200} << 20);
}

TEST(MemoryFacts, ManyThreadsLoseNothing) {
  const auto facts = NewMemoryFacts({.bytes_max = 8 << 20});
  constexpr int kThreads = 4, kPosts = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (uint64_t i = 0; i < kPosts; ++i) {
        ObservedFacts observed;
        facts->Observe({.comment = 1 + t * kPosts + i,
                        .author = 1u + t,
                        .keys = {{RepeatOf::kText, 1},
                                 {RepeatOf::kLink, i},
                                 {RepeatOf::kAuthor, 1u + t}},
                        .windows = {absl::Hours(1)}},
                       kNoon, kBudget, &observed);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Counted(facts.get(), {1, 1, absl::ZeroDuration()}), "200/4");
}

TEST(MemoryFacts, ForgetsCommentsAndAuthors) {
  const auto facts = NewMemoryFacts({});
  const auto second = absl::Seconds(1);
  for (uint64_t i = 1; i <= 8; ++i) Counted(facts.get(), {i, i, i * second});
  facts->Forget({.comments = {1, 2}, .authors = {3, 2}});
  EXPECT_EQ(Counted(facts.get(), {9, 9, 9 * second}), "6/6");
  facts->Forget({.comments = {0}, .authors = {0}});
  facts->Forget({});
  EXPECT_EQ(Counted(facts.get(), {9, 9, 9 * second}), "6/6")
      << "no name is nobody's";
  facts->Forget({.authors = {4, 5, 6, 7, 8, 9}});
  EXPECT_EQ(facts->keys(), 0u);
}

TEST(MemoryFacts, NobodyMissesACountWhileOthersAreForgotten) {
  const auto facts = NewMemoryFacts({.bytes_max = 8 << 20});
  for (uint64_t i = 1; i <= 20'000; ++i)
    Counted(facts.get(), {i, i, absl::ZeroDuration(), i % 5000});
  std::thread forgetting([&] {
    for (uint64_t i = 1; i <= 30; ++i) facts->Forget({.comments = {i}});
  });
  for (uint64_t i = 1; i <= 200; ++i)
    Counted(facts.get(), {100'000 + i, i, absl::Seconds(1), 77'777});
  forgetting.join();
  EXPECT_EQ(Counted(facts.get(), {1, 1, absl::Seconds(2), 77'777}), "201/200");
}

}  // namespace
}  // namespace crible
