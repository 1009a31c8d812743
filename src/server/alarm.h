#ifndef CRIBLE_SERVER_ALARM_H_
#define CRIBLE_SERVER_ALARM_H_

// Tells somebody outside of urgent items (threats, distress) by running a
// command of whoever runs the server:
//
//   /etc/crible/alarm sites/demo/reviewItems/c42 threat
//
// It is given the item's name and its ground, never a text or a person, and
// decides for itself whom to ring up. It is no setting of the policy: who may
// write rules may not choose what runs on the server.

#include <sys/types.h>

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/localized.h"
#include "engine/engine.h"
#include "store/store.h"

namespace crible {

// For one thread.
class AlarmBell {
 public:
  // Rung at most so often in any minute; what is over waits for its turn.
  static constexpr int kPerMinuteMax = 10;
  // A command that takes longer is killed, and counts as failed.
  static constexpr absl::Duration kCommandTimeMax = absl::Seconds(10);
  // After a failure, or when the server ended in the middle, it is rung again.
  static constexpr absl::Duration kLease = absl::Minutes(2);

  // Both must outlive it. An empty command, or no store: no alarm.
  AlarmBell(std::string command, const Engine* engine, Store* store)
      : command_(std::move(command)), engine_(*engine), store_(store) {}
  // Kills a command that still runs.
  ~AlarmBell();

  // Whether the file can be run at all: FAILED_PRECONDITION if not.
  static absl::Status Check(const std::string& command, UiLanguage language);

  // Begins what is due, ends what has ended. Does not wait; call it each second
  // or so.
  void Poll(absl::Time now);

 private:
  struct Running {
    pid_t process = 0;
    std::string comment;
    absl::Time begun;
  };
  void Begin(const Alarm& alarm, absl::Time now);
  // True when nothing runs any more.
  bool EndRunning(absl::Time now);
  std::string GroundOf(const Alarm& alarm) const;

  const std::string command_;
  const Engine& engine_;
  Store* const store_;
  std::optional<Running> running_;
  std::deque<absl::Time> rung_;  // within the last minute
};

}  // namespace crible

#endif  // CRIBLE_SERVER_ALARM_H_
