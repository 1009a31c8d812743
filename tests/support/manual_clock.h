#ifndef CRIBLE_TESTS_SUPPORT_MANUAL_CLOCK_H_
#define CRIBLE_TESTS_SUPPORT_MANUAL_CLOCK_H_

#include <atomic>

#include "base/clock.h"

namespace crible {

// A clock that moves only when told to. Safe from any thread.
class ManualClock : public Clock {
 public:
  explicit ManualClock(absl::Time start) : nanos_(absl::ToUnixNanos(start)) {}
  absl::Time Now() const override { return absl::FromUnixNanos(nanos_.load()); }
  void Advance(absl::Duration by) { nanos_ += absl::ToInt64Nanoseconds(by); }

 private:
  std::atomic<int64_t> nanos_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_SUPPORT_MANUAL_CLOCK_H_
