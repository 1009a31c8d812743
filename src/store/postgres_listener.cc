#include "store/postgres_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "base/check.h"
#include "fmt/format.h"
#include "store/backoff.h"

namespace crible {
namespace {

std::optional<uint64_t> LastToken(PGconn* session) {
  const PostgresResult result(
      PQexec(session, "SELECT coalesce(max(last_token), 0) FROM blocks"));
  uint64_t token = 0;
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK ||
      !absl::SimpleAtoi(PQgetvalue(result.get(), 0, 0), &token))
    return std::nullopt;
  return token;
}

// One look at the log answers all that was told before it.
bool TakeNotices(PGconn* session) {
  bool any = false;
  while (PGnotify* notice = PQnotifies(session)) {
    PQfreemem(notice);
    any = true;
  }
  return any;
}

}  // namespace

PostgresListener::PostgresListener(std::string url,
                                   std::function<void(uint64_t)> committed)
    : url_(std::move(url)),
      committed_(std::move(committed)),
      wake_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { Run(); }) {
  CRIBLE_CHECK(wake_ >= 0);
}

PostgresListener::~PostgresListener() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  eventfd_write(wake_, 1);
  thread_.join();
  close(wake_);
}

bool PostgresListener::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void PostgresListener::Run() {
  Backoff backoff;
  while (!stopping()) {
    const auto session = ConnectPostgres(url_);
    if (session.ok() &&
        RunOn(session->get(), fmt::format("LISTEN {}", kPostgresChannel))
            .ok()) {
      backoff.Reset();
      Follow(session->get());
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), backoff.Next());
  }
}

// Returns when the connection is no good any more, or it shall end.
void PostgresListener::Follow(PGconn* session) {
  do {
    const auto token = LastToken(session);
    if (!token) return;
    committed_(*token);
  } while (WaitForCommit(session));
}

bool PostgresListener::WaitForCommit(PGconn* session) {
  while (!TakeNotices(session)) {
    pollfd events[] = {{.fd = PQsocket(session), .events = POLLIN},
                       {.fd = wake_, .events = POLLIN}};
    poll(events, 2, -1);
    if (stopping() || PQconsumeInput(session) == 0) return false;
  }
  return true;
}

}  // namespace crible
