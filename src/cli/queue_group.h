#ifndef CRIBLE_CLI_QUEUE_GROUP_H_
#define CRIBLE_CLI_QUEUE_GROUP_H_

// crible queue similar and author: what belongs together, and who wrote it.

#include <string>
#include <vector>

#include "cli/queue_call.h"

namespace crible {

struct QueueGroupOptions {
  QueueOptions queue;  // ids: the one item; ground, note: to refuse
  std::string by;      // text, link, author, rule, person; empty: any
  std::vector<std::string> except;  // ids that are left out of a refusal
  bool yes = false;                 // refuse; else only say what would be
};

// Lists what belongs together with an item. With a ground it says how many of
// them, the item included, stopped for which reason; with `yes` it refuses
// exactly those that were listed.
int RunQueueSimilar(const QueueGroupOptions& options, const QueueCall& call,
                    const Io& io);

// What is known of the authors whose ids are given.
int RunQueueAuthor(const QueueOptions& options, const QueueCall& call,
                   const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_GROUP_H_
