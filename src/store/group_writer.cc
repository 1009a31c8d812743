#include "store/group_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.h"

namespace crible {
namespace {

// Operations of one transaction: some ten milliseconds of work.
constexpr size_t kGroupMax = 512;
// Between two attempts while the database cannot be written.
constexpr absl::Duration kPause = absl::Milliseconds(200);

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
      thread_([this] { Run(); }) {}

GroupWriter::~GroupWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void GroupWriter::Submit(Operation operation, Urgency urgency,
                         CommitPointer commit) {
  {
    absl::MutexLock lock(&mutex_);
    commit->set_binds(urgency == Urgency::kNow ||
                      waiting_.size() >= options_.ahead_max);
    if (waiting_.size() < options_.waiting_max) {
      if (urgency == Urgency::kNow) ++urgent_;
      waiting_.push_back(
          {std::move(operation), urgency, std::move(commit), absl::OkStatus()});
      return;
    }
  }
  commit->Settle(FullError());
}

void GroupWriter::Flush() {
  absl::MutexLock lock(&mutex_);
  ++flushes_;
  mutex_.Await(absl::Condition(this, &GroupWriter::Idle));
  --flushes_;
}

bool GroupWriter::Idle() const { return waiting_.empty() && !working_; }

bool GroupWriter::Ending() const { return stopping_ || flushes_ > 0; }

bool GroupWriter::Ready() const {
  return Ending() || urgent_ > 0 || waiting_.size() >= kGroupMax;
}

std::vector<GroupWriter::Task> GroupWriter::TakeGroup() {
  absl::MutexLock lock(&mutex_);
  const auto begun = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  };
  mutex_.Await(absl::Condition(&begun));
  mutex_.AwaitWithTimeout(absl::Condition(this, &GroupWriter::Ready),
                          options_.linger);
  const size_t max = alone_ > 0 ? 1 : kGroupMax;
  alone_ -= std::min<size_t>(alone_, 1);
  const auto end = waiting_.begin() + std::min(waiting_.size(), max);
  std::vector<Task> group(std::make_move_iterator(waiting_.begin()),
                          std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  for (const Task& task : group) urgent_ -= task.urgency == Urgency::kNow;
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
  for (const Task& task : group) urgent_ += task.urgency == Urgency::kNow;
  alone_ = group.size();
  waiting_.insert(waiting_.begin(), std::make_move_iterator(group.begin()),
                  std::make_move_iterator(group.end()));
  working_ = false;
}

// Only what somebody waits for may refuse, and is then undone alone.
absl::Status GroupWriter::Write(std::vector<Task>* group) {
  Transaction transaction{*db_, block_, key_};
  db_->BeginWrite();
  block_.Begin();
  for (Task& task : *group) {
    if (!db_->status().ok()) break;
    if (task.urgency == Urgency::kSoon) {
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
    waiting_.erase(urgent, waiting_.end());
    urgent_ = 0;
  }
  for (Task& task : refused) task.commit->Settle(status);
}

void GroupWriter::Settle(std::vector<Task> group, const absl::Status& written) {
  if (written.ok()) {
    if (options_.committed && block_.size() > 0)
      options_.committed(block_.last_token());
    for (Task& task : group) task.commit->Settle(task.result);
    absl::MutexLock lock(&mutex_);
    working_ = false;
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
    working_ = false;
    // While somebody waits for the end, nothing is tried for ever; and never
    // what may be written already, or cannot be.
    if (Ending() || written.code() != absl::StatusCode::kUnavailable) {
      std::move(again.begin(), again.end(), std::back_inserter(lost));
      again.clear();
    }
    waiting_.insert(waiting_.begin(), std::make_move_iterator(again.begin()),
                    std::make_move_iterator(again.end()));
  }
  for (Task& task : lost) task.commit->Settle(written);
}

}  // namespace crible
