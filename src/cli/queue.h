#ifndef CRIBLE_CLI_QUEUE_H_
#define CRIBLE_CLI_QUEUE_H_

// crible queue: a moderator's work from a terminal, by calls to a running
// server. The key is read from $CRIBLE_KEY.

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/queue_call.h"

namespace crible {

int RunQueueList(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
int RunQueueShow(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
// `accept`: else refused, for options.ground.
int RunQueueResolve(const QueueOptions& options, bool accept,
                    const QueueCall& call, const Io& io);
int RunQueueUndo(const QueueOptions& options, const QueueCall& call,
                 const Io& io);
void AddQueue(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_H_
