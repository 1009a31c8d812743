#ifndef CRIBLE_CLI_QUEUE_H_
#define CRIBLE_CLI_QUEUE_H_

// crible queue: a moderator's work from a terminal, by calls to a running
// server. The key is read from $CRIBLE_KEY.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/command.h"
#include "cli/command_line.h"

namespace crible {

struct QueueOptions {
  std::string server = "127.0.0.1:50061";
  std::string site = "default";
  std::string queue;   // held, look or reported; empty: all
  std::string rule;    // only what this rule stopped
  std::string text;    // only what has these words
  int max = 20;        // items to list or to take
  std::string ground;  // for refuse
  std::string note;
  std::vector<std::string> ids;  // of comments within the site, or whole names
};

// Sends the bytes of a request to a method of crible.v1.ReviewService and
// answers the bytes of its answer.
using QueueCall = std::function<absl::StatusOr<std::string>(
    const std::string& method, const std::string& request)>;
QueueCall CallServer(const std::string& address);

int RunQueueList(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
int RunQueueShow(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
// `accept`: else refused, for options.ground.
int RunQueueResolve(const QueueOptions& options, bool accept,
                    const QueueCall& call, const Io& io);
int RunQueueUndo(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
// Claims the next items and asks for one key an item: a accept, r refuse, k
// keep, d to the desk, s skip, u undo the last, q quit. Items that are not
// decided are given back.
int RunQueueTake(const QueueOptions& options, const QueueCall& call,
                 const Io& io);

void AddQueue(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_H_
