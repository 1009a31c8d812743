#include "cli/data_options.h"

#include <cstdlib>

namespace crible {
namespace {

std::string OrFrom(const char* variable, const std::string& given,
                   const char* otherwise) {
  if (!given.empty()) return given;
  const char* from_environment = std::getenv(variable);
  return from_environment != nullptr ? from_environment : otherwise;
}

}  // namespace

void AddDataOptions(Command* command, DataOptions* options) {
  command->Value("--data", &options->data,
                 {"dossier des données (sinon $CRIBLE_DATA, puis ./data)",
                  "folder of the data (else $CRIBLE_DATA, then ./data)"});
  command->Value("--database", &options->database,
                 {"postgresql://…, la clé reste dans --data (sinon "
                  "$CRIBLE_DATABASE, puis SQLite)",
                  "postgresql://…, the key stays in --data (else "
                  "$CRIBLE_DATABASE, then SQLite)"});
}

StorePlace PlaceOf(const DataOptions& options) {
  return {.folder = OrFrom("CRIBLE_DATA", options.data, "data"),
          .database = OrFrom("CRIBLE_DATABASE", options.database, "")};
}

}  // namespace crible
