#include "store/group_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/hash.h"
#include "base/log.h"
#include "store/tables.h"

namespace crible {
namespace {

// Operations of one transaction: some ten milliseconds of work.
constexpr size_t kGroupMax = 512;
// Of what waits in turn beside what goes first: so much passes at least.
constexpr size_t kShare = 128;
// So many acceptances in a group are many.
constexpr size_t kManySoon = 16;
// Between two attempts while the database cannot be written.
constexpr absl::Duration kPause = absl::Milliseconds(200);

// Groups that are written and not yet told of: then the writer waits.
constexpr size_t kOutcomesMax = 4;

absl::Status FullError() {
  return absl::UnavailableError("more waits to be written than may");
}

}  // namespace

GroupWriter::GroupWriter(std::unique_ptr<Connection> db, const SealingKey* key,
                         Options options)
    : db_(std::move(db)),
      key_(*key),
      options_(std::move(options)),
      block_(db_.get(), key),
      teller_([this] { TellAll(); }),
      thread_([this] { Run(); }) {}

GroupWriter::~GroupWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  teller_.join();
}

void GroupWriter::Submit(Operation operation, Urgency urgency,
                         CommitPointer commit, std::string name) {
  {
    absl::MutexLock lock(&mutex_);
    const size_t waiting = waiting_.size() + first_.size();
    commit->set_binds(urgency != Urgency::kSoon ||
                      waiting >= options_.ahead_max);
    if (waiting < options_.waiting_max) {
      Enqueue({std::move(operation), urgency, std::move(commit),
               std::move(name), absl::OkStatus()});
      return;
    }
  }
  commit->Settle(FullError());
}

void GroupWriter::Enqueue(Task task) {
  if (task.urgency != Urgency::kSoon) ++urgent_;
  const bool goes_first = task.urgency == Urgency::kNowSure &&
                          !task.name.empty() &&
                          !names_.contains(Hash64(task.name));
  if (goes_first) {
    first_.push_back(std::move(task));
  } else {
    Count(&task);
    waiting_.push_back(std::move(task));
  }
}

void GroupWriter::Count(Task* task) {
  if (task->in_turn || task->name.empty()) return;
  task->in_turn = true;
  ++names_[Hash64(task->name)];
}

void GroupWriter::Uncount(const Task& task) {
  if (!task.in_turn) return;
  const auto place = names_.find(Hash64(task.name));
  if (--place->second == 0) names_.erase(place);
}

void GroupWriter::Flush() {
  absl::MutexLock lock(&mutex_);
  ++flushes_;
  mutex_.Await(absl::Condition(this, &GroupWriter::Idle));
  --flushes_;
}

bool GroupWriter::Idle() const {
  return waiting_.empty() && first_.empty() && !working_ && outcomes_.empty() &&
         !telling_;
}

bool GroupWriter::Ending() const { return stopping_ || flushes_ > 0; }

bool GroupWriter::Full() const {
  return Ending() || waiting_.size() + first_.size() >= kGroupMax;
}

bool GroupWriter::Ready() const { return Full() || urgent_ > 0; }

std::vector<GroupWriter::Task> GroupWriter::TakeGroup() {
  absl::MutexLock lock(&mutex_);
  const auto begun = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty() || !first_.empty();
  };
  mutex_.Await(absl::Condition(&begun));
  if (busy_) {
    mutex_.AwaitWithTimeout(absl::Condition(this, &GroupWriter::Full),
                            options_.pause);
  }
  mutex_.AwaitWithTimeout(absl::Condition(this, &GroupWriter::Ready),
                          options_.linger);
  std::vector<Task> group;
  const auto take = [&group](std::deque<Task>* from, size_t most) {
    const auto end = from->begin() + std::min(from->size(), most);
    std::move(from->begin(), end, std::back_inserter(group));
    from->erase(from->begin(), end);
  };
  if (alone_ > 0) {
    --alone_;
    take(&waiting_, 1);
  } else {
    take(&first_, kGroupMax);
    take(&waiting_, group.empty() ? kGroupMax : kShare);
  }
  size_t soon = 0;
  for (const Task& task : group) soon += task.urgency == Urgency::kSoon;
  urgent_ -= group.size() - soon;
  busy_ = soon >= kManySoon;
  working_ = true;
  return group;
}

void GroupWriter::Run() {
  bool failing = false;
  while (true) {
    std::vector<Task> group = TakeGroup();
    if (group.empty()) return;  // stopping
    absl::Status written = Write(&group);
    if (written.code() == absl::StatusCode::kUnknown) written = FindOut();
    if (written.code() == absl::StatusCode::kInvalidArgument) {
      if (group.size() > 1) {
        PutBack(std::move(group));
        continue;
      }
      CRIBLE_LOG(kError, "store", "left one out: {}",
                 std::string(written.message()));
      Settle(std::move(group), written);
      continue;
    }
    if (written.ok() == failing) {
      failing = !failing;
      if (failing) {
        CRIBLE_LOG(kError, "store", "cannot be written: {}",
                   std::string(written.message()));
      } else {
        CRIBLE_LOG(kInfo, "store", "is written again");
      }
    }
    Settle(std::move(group), written);
    if (!failing) continue;
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kPause);
  }
}

// Puts a group back to be written one by one: one of them can never be.
void GroupWriter::PutBack(std::vector<Task> group) {
  absl::MutexLock lock(&mutex_);
  for (Task& task : group) {
    urgent_ += task.urgency != Urgency::kSoon;
    Count(&task);
  }
  alone_ = group.size();
  waiting_.insert(waiting_.begin(), std::make_move_iterator(group.begin()),
                  std::make_move_iterator(group.end()));
  working_ = false;
}

// Only what somebody waits for may refuse, and is then undone alone.
absl::Status GroupWriter::Write(std::vector<Task>* group) {
  Transaction transaction{*db_, block_, key_, options_.seen, {}};
  db_->BeginWrite();
  block_.Begin();
  if (options_.seen == nullptr) transaction.absent = Absent(*group);
  for (Task& task : *group) {
    if (!db_->status().ok()) break;
    if (task.urgency != Urgency::kNow) {
      task.result = task.operation(&transaction);
      continue;
    }
    const size_t size = block_.size();
    db_->Run("SAVEPOINT task");
    task.result = task.operation(&transaction);
    if (!task.result.ok()) {
      db_->Run("ROLLBACK TO task");
      block_.Shrink(size);
    }
    db_->Run("RELEASE task");
  }
  block_.Close();
  db_->Commit();
  const absl::Status status = db_->status();
  if (!status.ok()) db_->Rollback();
  return status;
}

// One question for many names.
StringSet GroupWriter::Absent(const std::vector<Task>& group) {
  std::vector<std::string_view> names;
  for (const Task& task : group) {
    if (!task.name.empty()) names.push_back(task.name);
  }
  return AbsentNames(db_.get(), names);
}

// What became of a commit whose answer was lost. The lock on the head is to be
// had only when that transaction is over: by then its block is in the log, or
// never will be. Who comes meanwhile is told that the database is away.
absl::Status GroupWriter::FindOut() {
  CRIBLE_LOG(kError, "store", "lost the answer to a commit, looks for it");
  while (true) {
    db_->BeginWrite();
    const bool found = block_.IsWritten();
    const absl::Status looked = db_->status();
    db_->Rollback();
    if (looked.ok() && found) return absl::OkStatus();
    if (looked.ok()) return absl::UnavailableError("the commit was lost");
    RefuseUrgent(looked);
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(this, &GroupWriter::Ending),
                                kPause))
      return absl::UnknownError("the database went away during a commit");
  }
}

void GroupWriter::RefuseUrgent(const absl::Status& status) {
  std::deque<Task> refused;
  {
    absl::MutexLock lock(&mutex_);
    const auto urgent = std::stable_partition(
        waiting_.begin(), waiting_.end(),
        [](const Task& task) { return task.urgency == Urgency::kSoon; });
    std::move(urgent, waiting_.end(), std::back_inserter(refused));
    std::move(first_.begin(), first_.end(), std::back_inserter(refused));
    first_.clear();
    for (const Task& task : refused) Uncount(task);
    waiting_.erase(urgent, waiting_.end());
    urgent_ = 0;
  }
  for (Task& task : refused) task.commit->Settle(status);
}

void GroupWriter::Settle(std::vector<Task> group, const absl::Status& written) {
  if (written.ok()) {
    Tell({.tasks = std::move(group),
          .written = written,
          .last_token = block_.size() > 0 ? block_.last_token() : 0});
    return;
  }
  if (options_.failed) options_.failed();
  std::vector<Task> again, lost;
  for (Task& task : group) {
    auto& into = task.urgency == Urgency::kSoon ? again : lost;
    into.push_back(std::move(task));
  }
  {
    absl::MutexLock lock(&mutex_);
    // While somebody waits for the end, nothing is tried for ever; and never
    // what may be written already, or cannot be.
    if (Ending() || written.code() != absl::StatusCode::kUnavailable) {
      std::move(again.begin(), again.end(), std::back_inserter(lost));
      again.clear();
    }
    waiting_.insert(waiting_.begin(), std::make_move_iterator(again.begin()),
                    std::make_move_iterator(again.end()));
  }
  Tell({.tasks = std::move(lost), .written = written});
}

// The end of a group's work, for the writer.
void GroupWriter::Tell(Outcome outcome) {
  absl::MutexLock lock(&mutex_);
  const auto room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return outcomes_.size() < kOutcomesMax;
  };
  mutex_.Await(absl::Condition(&room));
  for (const Task& task : outcome.tasks) Uncount(task);
  outcomes_.push_back(std::move(outcome));
  working_ = false;
}

std::optional<GroupWriter::Outcome> GroupWriter::NextOutcome() {
  absl::MutexLock lock(&mutex_);
  telling_ = false;
  const auto any = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return ended_ || !outcomes_.empty();
  };
  mutex_.Await(absl::Condition(&any));
  if (outcomes_.empty()) return std::nullopt;
  Outcome outcome = std::move(outcomes_.front());
  outcomes_.pop_front();
  telling_ = true;
  return outcome;
}

void GroupWriter::TellAll() {
  while (const auto outcome = NextOutcome()) {
    if (outcome->last_token > 0 && options_.committed)
      options_.committed(outcome->last_token);
    for (const Task& task : outcome->tasks) {
      task.commit->Settle(outcome->written.ok() ? task.result
                                                : outcome->written);
    }
  }
}

}  // namespace crible
