#include "cli/serve.h"

#include <istream>
#include <iterator>
#include <ostream>

#include "absl/time/clock.h"
#include "server/call.h"
#include "server/run.h"

namespace crible {

int RunServe(const ServeOptions& options, const Io& io) {
  RunOptions run;
  run.server.address = options.listen;
  run.server.language = run.language = io.language;
  run.models = ModelsFolder(options.models);
  run.bundle.now = absl::Now();
  run.drain_time = absl::Seconds(options.drain_seconds);
  const absl::Status status = Run(run);
  return status.ok() ? kExitOk : Fail(io, status);
}

int RunCall(const CallCommandOptions& options, const Io& io) {
  std::string request = options.request;
  if (request == "-") request.assign(std::istreambuf_iterator<char>(io.in), {});
  const auto answer = Call({.address = options.server,
                            .method = options.method,
                            .request = request,
                            .timeout = absl::Seconds(options.timeout_seconds)});
  if (!answer.ok()) return Fail(io, answer.status());
  io.out << *answer;
  return kExitOk;
}

}  // namespace crible
