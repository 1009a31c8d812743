#ifndef CRIBLE_CLI_QUEUE_TAKE_H_
#define CRIBLE_CLI_QUEUE_TAKE_H_

#include "cli/queue_call.h"

namespace crible {

// Claims the next items and shows them one by one; a key decides, without Enter
// on a terminal: a accept, 1 to 9 and 0 refuse for a ground of
// options.grounds, r refuse for another, R the same with the answers to it,
// k keep, d to the desk, s skip, u undo the last, q quit. Items that are not
// decided are given back.
int RunQueueTake(const QueueOptions& options, const QueueCall& call,
                 const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_TAKE_H_
