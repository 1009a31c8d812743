#ifndef CRIBLE_STORE_POSTGRES_LISTENER_H_
#define CRIBLE_STORE_POSTGRES_LISTENER_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/database.h"
#include "store/postgres_session.h"

namespace crible {

// Hears of the commits of all processes by LISTEN, on a connection and a thread
// of its own. Whenever it has connected, again or for the first time, it looks
// at the log itself: what was told while it was away is not missed.
class PostgresListener : public Database::Watching {
 public:
  // `committed` takes the last token of the log.
  PostgresListener(std::string url, std::function<void(uint64_t)> committed);
  ~PostgresListener() override;

 private:
  void Run();
  void Follow(PGconn* session);
  bool WaitForCommit(PGconn* session);
  bool stopping() const;

  const std::string url_;
  const std::function<void(uint64_t)> committed_;
  const int wake_;  // an eventfd: readable once it shall end
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace crible

#endif  // CRIBLE_STORE_POSTGRES_LISTENER_H_
