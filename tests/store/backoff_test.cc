#include "store/backoff.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(Backoff, DoublesUpToALimit) {
  Backoff backoff;
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(50));
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(100));
  for (int i = 0; i < 10; ++i) backoff.Next();
  EXPECT_EQ(backoff.Next(), absl::Seconds(2));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), absl::Milliseconds(50));
}

TEST(Gate, LetsOneTryAtATimeAfterAFailure) {
  Gate gate;
  EXPECT_TRUE(gate.Enter().ok());
  EXPECT_TRUE(gate.Enter().ok());  // nothing has failed
  gate.Leave(absl::OkStatus());
  gate.Leave(absl::UnavailableError("away"));
  while (!gate.Enter().ok()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(gate.Enter().message(), "away");  // another tries
  gate.Leave(absl::OkStatus());
  EXPECT_TRUE(gate.Enter().ok());
}

}  // namespace
}  // namespace crible
