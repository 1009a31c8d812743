#ifndef CRIBLE_SERVER_SERVER_H_
#define CRIBLE_SERVER_SERVER_H_

// The gRPC server: moderation, explanations, health and reflection on one
// address. Starts listening in Start(); see run.h for the whole program.

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/localized.h"
#include "comment/facts.h"
#include "engine/engine.h"
#include "service/decision_memory.h"
#include "store/store.h"

namespace crible {

struct ServerOptions {
  // HOST:PORT; port 0 lets the system choose. Other addresses than this
  // machine's own only if the store has keys.
  std::string address = "127.0.0.1:50061";
  DecisionMemory::Options memory;
  // Threads for batches and explanations; 0: one a core.
  size_t work_threads = 0;
  // Bytes that gRPC may hold for all calls together.
  size_t transport_bytes_max = size_t{512} << 20;
  // The language of what Start() says when it refuses.
  UiLanguage language = UiLanguage::kFrench;
};

class Server {
 public:
  // Listens. INVALID_ARGUMENT for an address that is none or not this machine's
  // own, UNAVAILABLE when it cannot be had. All that is given must outlive the
  // server. Without a store nothing outlives the process.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, const Engine* engine, Facts* facts,
      const Clock* clock, Store* store = nullptr);

  // Stops at once if Drain() has not been called.
  virtual ~Server() = default;

  // Where it listens, with the port that was chosen: "127.0.0.1:50061".
  virtual const std::string& address() const = 0;

  // Whether callers must show a key.
  virtual bool needs_keys() const = 0;
  // Learns of keys that were made or revoked, and makes a round of the queue
  // (service/rounds.h). Call it each second or so, from one thread.
  virtual void Refresh() = 0;

  // Health says NOT_SERVING, new calls are refused, those that have begun end,
  // at the latest after `time`. Returns when nothing is left to do.
  virtual void Drain(absl::Duration time) = 0;
};

}  // namespace crible

#endif  // CRIBLE_SERVER_SERVER_H_
