#ifndef CRIBLE_CLI_KEYS_H_
#define CRIBLE_CLI_KEYS_H_

// crible keys: who may call the server, and what they may.

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/data_options.h"

namespace crible {

struct KeysAddOptions {
  DataOptions at;
  std::string subject;              // who will call
  std::vector<std::string> scopes;  // moderate, review, …
  std::vector<std::string> sites = {"*"};
};
// Prints the key, once and for all, alone on its line.
int RunKeysAdd(const KeysAddOptions& options, const Io& io);

struct KeysOptions {
  DataOptions at;
  std::string id;
};
int RunKeysList(const KeysOptions& options, const Io& io);
int RunKeysRevoke(const KeysOptions& options, const Io& io);

void AddKeys(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_KEYS_H_
