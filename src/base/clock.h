#ifndef CRIBLE_BASE_CLOCK_H_
#define CRIBLE_BASE_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace crible {

// The only way to learn the time. Core code takes the time as an argument;
// servers and jobs hold a Clock, tests a ManualClock (tests/support).
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace crible

#endif  // CRIBLE_BASE_CLOCK_H_
