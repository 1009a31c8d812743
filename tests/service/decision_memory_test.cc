#include "service/decision_memory.h"

#include <algorithm>
#include <list>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace crible {
namespace {

Hash128 Of(std::string_view text) {
  static const KeyedHash hash;
  return hash(text);
}

DecisionMemory::Pointer Decision(const std::string& content,
                                 const std::string& bytes = "d") {
  return std::make_shared<const RememberedDecision>(
      RememberedDecision{.content = Of(content), .bytes = bytes});
}

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(DecisionMemory, TheFirstOfEqualContentStays) {
  DecisionMemory memory({});
  memory.RememberComment(Of("c"), Decision("a", "first"), false, kNow);
  EXPECT_EQ(
      memory.RememberComment(Of("c"), Decision("a", "second"), false, kNow)
          ->bytes,
      "first");
  EXPECT_EQ(
      memory.RememberComment(Of("c"), Decision("b", "edited"), false, kNow)
          ->bytes,
      "edited");
  EXPECT_EQ(
      memory.RememberComment(Of("c"), Decision("b", "recheck"), true, kNow)
          ->bytes,
      "recheck");
  EXPECT_EQ(memory.FindComment(Of("c"), kNow)->bytes, "recheck");
}

TEST(DecisionMemory, ForgetsAfterADay) {
  DecisionMemory memory({});
  memory.RememberComment(Of("c"), Decision("a"), false, kNow);
  memory.RememberRequest(Of("r"), {Of("x"), Decision("a")}, kNow);
  const absl::Time later = kNow + absl::Hours(24);
  EXPECT_NE(memory.FindComment(Of("c"), later), nullptr);
  EXPECT_NE(memory.FindRequest(Of("r"), later), nullptr);
  EXPECT_EQ(memory.FindComment(Of("c"), later + absl::Seconds(1)), nullptr);
  EXPECT_EQ(memory.FindRequest(Of("r"), later + absl::Seconds(1)), nullptr);
}

TEST(DecisionMemory, TheFirstCallOfAnIdStays) {
  DecisionMemory memory({});
  memory.RememberRequest(Of("r"), {Of("x"), Decision("a")}, kNow);
  EXPECT_EQ(memory.FindRequest(Of("t"), kNow), nullptr);
  EXPECT_EQ(
      memory.RememberRequest(Of("r"), {Of("y"), Decision("b")}, kNow)->content,
      Of("x"));
}

TEST(DecisionMemory, StaysWithinItsBounds) {
  DecisionMemory memory({.entries_max = 160, .bytes_max = 1 << 20});
  for (int i = 0; i < 5000; ++i) {
    memory.RememberComment(Of(std::to_string(i)), Decision("a"), false, kNow);
  }
  EXPECT_LE(memory.comments(), 160u);
  EXPECT_GT(memory.comments(), 0u);
  DecisionMemory heavy({.entries_max = 100000, .bytes_max = 1 << 20});
  for (int i = 0; i < 5000; ++i) {
    heavy.RememberComment(Of(std::to_string(i)),
                          Decision("a", std::string(5000, 'x')), false, kNow);
  }
  EXPECT_LE(heavy.comments(), (1u << 20) / 5000);
}

// Slots, chains and the order of asking against a list, with much coming and
// going.
TEST(DecisionMemory, AgreesWithAListThatForgetsTheLongestSilent) {
  DecisionMemory memory({.entries_max = 16, .bytes_max = 1 << 20});
  const auto part = [](const Hash128& key) { return key.high >> 60; };
  std::list<std::pair<Hash128, std::string>> recent;  // of one part's room: one
  std::mt19937 random(5);
  for (int i = 0; i < 20'000; ++i) {
    const Hash128 key = Of(std::to_string(random() % 60));
    const auto known =
        std::find_if(recent.begin(), recent.end(),
                     [&](const auto& it) { return it.first == key; });
    const auto found = memory.FindComment(key, kNow);
    ASSERT_EQ(found != nullptr, known != recent.end());
    if (found != nullptr) {
      ASSERT_EQ(found->bytes, known->second);
    }
    const std::string bytes = std::to_string(i);
    memory.RememberComment(key, Decision("a", bytes), true, kNow);
    std::erase_if(recent,
                  [&](const auto& it) { return part(it.first) == part(key); });
    recent.emplace_back(key, bytes);
    ASSERT_EQ(memory.comments(), recent.size());
  }
}

TEST(DecisionMemory, WhatIsAskedForStays) {
  DecisionMemory memory({.entries_max = 160, .bytes_max = 1 << 20});
  memory.RememberComment(Of("kept"), Decision("a"), false, kNow);
  for (int i = 0; i < 1000; ++i) {
    memory.RememberComment(Of(std::to_string(i)), Decision("a"), false, kNow);
    ASSERT_NE(memory.FindComment(Of("kept"), kNow), nullptr) << i;
  }
}

TEST(DecisionMemory, OneOfManyThreadsWins) {
  DecisionMemory memory({});
  std::vector<std::string> won(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < won.size(); ++i) {
    threads.emplace_back([&, i] {
      won[i] = memory
                   .RememberComment(Of("c"), Decision("a", std::to_string(i)),
                                    false, kNow)
                   ->bytes;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& name : won) EXPECT_EQ(name, won[0]);
}

}  // namespace
}  // namespace crible
