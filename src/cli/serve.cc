#include "cli/serve.h"

#include <istream>
#include <iterator>
#include <ostream>

#include "server/call.h"
#include "server/run.h"

namespace crible {

int RunServe(const ServeOptions& options, const Io& io) {
  const absl::Status status =
      Run({.server = {.address = options.listen, .language = io.language},
           .models = ModelsFolder(options.models),
           .drain_time = absl::Seconds(options.drain_seconds),
           .language = io.language});
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
