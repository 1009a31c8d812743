#ifndef CRIBLE_STORE_READERS_H_
#define CRIBLE_STORE_READERS_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "store/database.h"

namespace crible {

// Connections to read with, each for one caller at a time. As many are made as
// there are callers at once, up to a limit; who comes then waits.
class Readers {
 public:
  explicit Readers(Database* database) : database_(*database) {}

  class Lent {
   public:
    Lent(Readers* readers, std::unique_ptr<Connection> connection)
        : readers_(readers), connection_(std::move(connection)) {}
    Lent(Lent&&) = default;
    ~Lent() {
      if (connection_ != nullptr) readers_->GiveBack(std::move(connection_));
    }
    Connection* get() const { return connection_.get(); }
    Connection* operator->() const { return connection_.get(); }

   private:
    Readers* readers_;
    std::unique_ptr<Connection> connection_;
  };

  absl::StatusOr<Lent> Take() {
    if (auto idle = TakeIdle(); idle != nullptr)
      return Lent(this, std::move(idle));
    auto connection = database_.Connect();
    if (connection.ok()) return Lent(this, *std::move(connection));
    GiveBack(nullptr);
    return connection.status();
  }

 private:
  static constexpr int kMax = 16;

  // Null when a new one must be made. One that was lost while it was idle is
  // not lent again.
  std::unique_ptr<Connection> TakeIdle() {
    absl::MutexLock lock(&mutex_);
    const auto below = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return lent_ < kMax;
    };
    mutex_.Await(absl::Condition(&below));
    ++lent_;
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->alive()) return connection;
    }
    return nullptr;
  }

  // One that has failed may be one whose file or server is gone.
  void GiveBack(std::unique_ptr<Connection> connection) {
    const bool keep = connection != nullptr && connection->status().ok();
    absl::MutexLock lock(&mutex_);
    --lent_;
    if (keep) idle_.push_back(std::move(connection));
  }

  Database& database_;
  absl::Mutex mutex_;
  int lent_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_READERS_H_
