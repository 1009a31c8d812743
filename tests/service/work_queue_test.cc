#include "service/work_queue.h"

#include <atomic>
#include <optional>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(WorkQueue, RunsWhatWaitsBeforeItEnds) {
  std::atomic<int> runs = 0;
  {
    WorkQueue queue(2, 100);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(queue.Submit([&] { ++runs; }));
  }
  EXPECT_EQ(runs, 50);
}

TEST(WorkQueue, RefusesWhenFull) {
  absl::Notification begun, go_on;
  WorkQueue queue(1, 1);
  ASSERT_TRUE(queue.Submit([&] {
    begun.Notify();
    go_on.WaitForNotification();
  }));
  begun.WaitForNotification();
  EXPECT_TRUE(queue.Submit([] {}));
  EXPECT_FALSE(queue.Submit([] {}));
  go_on.Notify();
}

}  // namespace
}  // namespace crible
