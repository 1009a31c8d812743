#ifndef CRIBLE_CLI_DATA_OPTIONS_H_
#define CRIBLE_CLI_DATA_OPTIONS_H_

// --data and --database, which all commands share that touch the server's data.

#include <string>

#include "cli/command_line.h"
#include "store/store_place.h"

namespace crible {

// As typed; empty where nothing was.
struct DataOptions {
  std::string data;
  std::string database;
};
void AddDataOptions(Command* command, DataOptions* options);

// What was typed, else $CRIBLE_DATA and ./data, else $CRIBLE_DATABASE and none.
StorePlace PlaceOf(const DataOptions& options);

}  // namespace crible

#endif  // CRIBLE_CLI_DATA_OPTIONS_H_
