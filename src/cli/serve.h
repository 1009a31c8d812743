#ifndef CRIBLE_CLI_SERVE_H_
#define CRIBLE_CLI_SERVE_H_

#include <string>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/data_options.h"

namespace crible {

// crible serve: the gRPC server, until SIGTERM.
struct ServeOptions {
  std::string models;
  DataOptions at;
  std::string alarm_command;
  bool no_data = false;  // nothing is kept
  std::string listen = "127.0.0.1:50061";
  int drain_seconds = 20;
};
int RunServe(const ServeOptions& options, const Io& io);
void AddServe(CommandLine* line);

// crible call: one call to a server, JSON in and out.
struct CallCommandOptions {
  std::string server = "127.0.0.1:50061";
  std::string method;
  std::string request;  // JSON, or "-" for standard input
  int timeout_seconds = 10;
};
int RunCall(const CallCommandOptions& options, const Io& io);
void AddCall(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_SERVE_H_
