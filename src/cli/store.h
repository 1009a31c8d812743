#ifndef CRIBLE_CLI_STORE_H_
#define CRIBLE_CLI_STORE_H_

// crible store, crible audit: what is done to a data folder from outside.

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/data_options.h"

namespace crible {

struct StoreCommandOptions {
  DataOptions at;
  std::string other;  // the backup's folder
  // For restore: folders from which more was erased than from the backup.
  std::vector<std::string> erased;
};
// Brings the folder to this program's schema; no server may have it open.
int RunStoreMigrate(const StoreCommandOptions& options, const Io& io);
// Copies the folder to `other`; a server may have it open.
int RunStoreBackup(const StoreCommandOptions& options, const Io& io);
// Rewrites the files so that nothing that was erased stands in them; others
// wait meanwhile.
int RunStoreCompact(const StoreCommandOptions& options, const Io& io);
// Puts the backup `other` in place of a folder that does not exist yet, and
// erases from it what `erased` know to have been.
int RunStoreRestore(const StoreCommandOptions& options, const Io& io);

struct AuditOptions {
  DataOptions at;
  std::string head;  // hash to be found, or empty
};
// Prints the hash at the end of the log.
int RunAuditHead(const AuditOptions& options, const Io& io);
// kExitFindings when the log was changed.
int RunAuditVerify(const AuditOptions& options, const Io& io);

void AddStore(CommandLine* line);
void AddAudit(CommandLine* line);

}  // namespace crible

#endif  // CRIBLE_CLI_STORE_H_
