#ifndef CRIBLE_CLI_OBSERVE_H_
#define CRIBLE_CLI_OBSERVE_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/queue_call.h"

namespace crible {

struct ObserveOptions {
  std::string server = "127.0.0.1:50061";
  std::string site = "default";
  int days = 30;
  int examples = 5;
};

// crible observe report: what Crible would have done at a site that only
// observes, beside what the site did.
int RunObserveReport(const ObserveOptions& options, const QueueCall& call,
                     const Io& io);

void AddObserve(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_OBSERVE_H_
