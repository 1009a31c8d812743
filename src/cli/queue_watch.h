#ifndef CRIBLE_CLI_QUEUE_WATCH_H_
#define CRIBLE_CLI_QUEUE_WATCH_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "cli/queue_call.h"

namespace crible {

// Sends the bytes of a request to a streaming method of
// crible.v1.ReviewService; `take` gets the bytes of each message and says
// whether it wants more. OK when it does not.
using QueueStream = std::function<absl::Status(
    const std::string& method, const std::string& request,
    const std::function<bool(const std::string&)>& take)>;
QueueStream StreamFrom(const std::string& address);

// One line for each event of the site's queue. A server that stops or goes away
// is waited for, and nothing is missed meanwhile; what it refuses ends it.
int RunQueueWatch(const QueueOptions& options, const QueueStream& stream,
                  const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_WATCH_H_
