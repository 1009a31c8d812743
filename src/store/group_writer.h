#ifndef CRIBLE_STORE_GROUP_WRITER_H_
#define CRIBLE_STORE_GROUP_WRITER_H_

// One thread that writes for all: what has come while the last commit was under
// way goes into the next transaction, so that one wait for the disk serves many
// callers. A second one tells them.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "base/seal.h"
#include "base/string_map.h"
#include "store/commit.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/seen.h"

namespace crible {

// The room in which an operation writes.
struct Transaction {
  Connection& db;
  BlockWriter& block;
  const SealingKey& key;
  // Of all that was ever kept, where no other process writes; else null.
  Seen* seen = nullptr;
  // Names under which no comment stood when the transaction began and none has
  // been put since; not all of them.
  StringSet absent;
};

// Safe from any thread.
class GroupWriter {
 public:
  // Returns an error to refuse: then nothing of it is kept, and the others of
  // its group are. Errors of the database need not be looked at: they end the
  // whole group. May be called again.
  using Operation = absl::AnyInvocable<absl::Status(Transaction*)>;

  enum class Urgency : uint8_t {
    kNow,      // somebody waits for it
    kNowSure,  // the same, and it never refuses
    kSoon,     // may wait for company, is tried again if it cannot be written,
               // and never refuses
  };

  struct Options {
    size_t waiting_max = 20000;
    // From here on even what may wait binds its caller: who writes faster than
    // the disk is slowed down.
    size_t ahead_max = 2000;
    absl::Duration linger = absl::Milliseconds(50);
    // After a group with many acceptances in it: each commit writes pages and
    // waits for the disk, however few share it. Holds wait so much longer, but
    // only while comments come by the thousand a second.
    absl::Duration pause = absl::Milliseconds(4);
    // Given to transactions. Without it, whether names are absent is asked of
    // the database, once for all of a group.
    Seen* seen = nullptr;
    // The last token, after each commit that appended events.
    std::function<void(uint64_t)> committed;
    // After each group that could not be written.
    std::function<void()> failed;
  };

  GroupWriter(std::unique_ptr<Connection> db, const SealingKey* key,
              Options options);
  // Writes what waits, then ends.
  ~GroupWriter();

  // Settles with the operation's own refusal, or OK once it is on disk, or
  // UNAVAILABLE, or INVALID_ARGUMENT when the database can never keep it, which
  // no other of its group suffers from. At once UNAVAILABLE while waiting_max
  // wait. UNKNOWN only when the database goes away during the commit and is not
  // back when the writer ends or Flush is called: what was submitted may be
  // written, or not. An operation without an event that the same befalls is
  // UNAVAILABLE.
  // `name` is that of the comment that it makes or changes. An operation of
  // kNowSure goes before all that waits, but what has the same name: nobody
  // else can tell, and who waits for the disk need not wait for those who do
  // not.
  void Submit(Operation operation, Urgency urgency, CommitPointer commit,
              std::string name = "");
  CommitPointer Submit(Operation operation, Urgency urgency) {
    auto commit = std::make_shared<Commit>();
    Submit(std::move(operation), urgency, commit);
    return commit;
  }

  // What `make` gives back, once it is on disk: for callers who wait for it.
  template <typename Make,
            typename Made = std::invoke_result_t<Make, Transaction*>>
  absl::StatusOr<Made> WriteFor(Make make) {
    auto made = std::make_shared<Made>();
    const absl::Status written = Submit(
                                     [=](Transaction* t) {
                                       *made = make(t);
                                       return absl::OkStatus();
                                     },
                                     Urgency::kNow)
                                     ->Wait();
    if (!written.ok()) return written;
    return *std::move(made);
  }

  // Returns when all that was submitted before has settled or was given up.
  void Flush();

 private:
  struct Task {
    Operation operation;
    Urgency urgency;
    CommitPointer commit;
    std::string name;
    absl::Status result;
    bool in_turn = false;  // counted in names_
  };
  // What has become of a group, to be told to those who wait.
  struct Outcome {
    std::vector<Task> tasks;
    absl::Status written;
    uint64_t last_token = 0;  // 0 without events
  };

  void Run();
  std::vector<Task> TakeGroup();
  bool Ready() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Whether as much waits as a group takes, or somebody for the end.
  bool Full() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool Idle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Whether somebody waits for the end.
  bool Ending() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Status Write(std::vector<Task>* group);
  StringSet Absent(const std::vector<Task>& group);
  absl::Status FindOut();
  void RefuseUrgent(const absl::Status& status);
  void Enqueue(Task task) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Keeps names_ true when a task begins to wait in turn, and is done.
  void Count(Task* task) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Uncount(const Task& task) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PutBack(std::vector<Task> group);
  void Settle(std::vector<Task> group, const absl::Status& written);
  void Tell(Outcome outcome);
  void TellAll();  // the thread that does
  std::optional<Outcome> NextOutcome();

  const std::unique_ptr<Connection> db_;
  const SealingKey& key_;
  const Options options_;
  BlockWriter block_;
  size_t alone_ = 0;   // of those waiting, from the front: each for itself
  bool busy_ = false;  // many acceptances were in the last group

  absl::Mutex mutex_;
  std::deque<Task> waiting_ ABSL_GUARDED_BY(mutex_);
  std::deque<Task> first_ ABSL_GUARDED_BY(mutex_);  // go before those
  // Hashes of the names of what waits in turn or is being written.
  absl::flat_hash_map<uint64_t, int> names_ ABSL_GUARDED_BY(mutex_);
  size_t urgent_ ABSL_GUARDED_BY(mutex_) = 0;   // of both
  size_t flushes_ ABSL_GUARDED_BY(mutex_) = 0;  // callers of Flush
  bool working_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Outcome> outcomes_ ABSL_GUARDED_BY(mutex_);
  bool telling_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;  // no further outcomes
  // To answer a caller takes longer than to write a comment: it is done while
  // the next group is under way.
  std::thread teller_;
  std::thread thread_;
};

}  // namespace crible

#endif  // CRIBLE_STORE_GROUP_WRITER_H_
