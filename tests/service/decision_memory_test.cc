#include "service/decision_memory.h"

#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace crible {
namespace {

DecisionMemory::Pointer Decision(const std::string& content,
                                 const std::string& name = "d",
                                 size_t bytes = 10) {
  return std::make_shared<const RememberedDecision>(RememberedDecision{
      .content = content, .name = name, .decision = std::string(bytes, 'x')});
}

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(DecisionMemory, TheFirstOfEqualContentStays) {
  DecisionMemory memory({});
  memory.RememberComment("c", Decision("a", "first"), false, kNow);
  EXPECT_EQ(
      memory.RememberComment("c", Decision("a", "second"), false, kNow)->name,
      "first");
  EXPECT_EQ(
      memory.RememberComment("c", Decision("b", "edited"), false, kNow)->name,
      "edited");
  EXPECT_EQ(
      memory.RememberComment("c", Decision("b", "recheck"), true, kNow)->name,
      "recheck");
  EXPECT_EQ(memory.FindComment("c", kNow)->name, "recheck");
}

TEST(DecisionMemory, ForgetsAfterADay) {
  DecisionMemory memory({});
  memory.RememberComment("c", Decision("a"), false, kNow);
  memory.RememberRequest("s", "r", {"x", Decision("a")}, kNow);
  const absl::Time later = kNow + absl::Hours(24);
  EXPECT_NE(memory.FindComment("c", later), nullptr);
  EXPECT_NE(memory.FindRequest("s", "r", later), nullptr);
  EXPECT_EQ(memory.FindComment("c", later + absl::Seconds(1)), nullptr);
  EXPECT_EQ(memory.FindRequest("s", "r", later + absl::Seconds(1)), nullptr);
}

TEST(DecisionMemory, RequestsAreASitesOwn) {
  DecisionMemory memory({});
  memory.RememberRequest("s", "r", {"x", Decision("a")}, kNow);
  EXPECT_EQ(memory.FindRequest("t", "r", kNow), nullptr);
  EXPECT_EQ(
      memory.RememberRequest("s", "r", {"y", Decision("b")}, kNow)->content,
      "x");
}

TEST(DecisionMemory, StaysWithinItsBounds) {
  DecisionMemory memory({.entries_max = 160, .bytes_max = 1 << 20});
  for (int i = 0; i < 5000; ++i) {
    memory.RememberComment(std::to_string(i), Decision("a"), false, kNow);
  }
  EXPECT_LE(memory.comments(), 160u);
  EXPECT_GT(memory.comments(), 0u);
  DecisionMemory heavy({.entries_max = 100000, .bytes_max = 1 << 20});
  for (int i = 0; i < 5000; ++i) {
    heavy.RememberComment(std::to_string(i), Decision("a", "d", 5000), false,
                          kNow);
  }
  EXPECT_LE(heavy.comments(), (1u << 20) / 5000);
}

TEST(DecisionMemory, WhatIsAskedForStays) {
  DecisionMemory memory({.entries_max = 160, .bytes_max = 1 << 20});
  memory.RememberComment("kept", Decision("a"), false, kNow);
  for (int i = 0; i < 1000; ++i) {
    memory.RememberComment(std::to_string(i), Decision("a"), false, kNow);
    ASSERT_NE(memory.FindComment("kept", kNow), nullptr) << i;
  }
}

TEST(DecisionMemory, OneOfManyThreadsWins) {
  DecisionMemory memory({});
  std::vector<std::string> won(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < won.size(); ++i) {
    threads.emplace_back([&, i] {
      won[i] = memory
                   .RememberComment("c", Decision("a", std::to_string(i)),
                                    false, kNow)
                   ->name;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& name : won) EXPECT_EQ(name, won[0]);
}

}  // namespace
}  // namespace crible
