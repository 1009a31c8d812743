#ifndef CRIBLE_CLI_IMPORT_H_
#define CRIBLE_CLI_IMPORT_H_

// crible import: a site's archive, with what its people decided. --report says
// on one page what Crible would have done, and keeps nothing.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/archive.h"
#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/data_options.h"

namespace crible {

struct ImportOptions {
  std::string file;
  std::string site = "default";  // of comments whose row names none
  std::string source;            // the file's name by default
  std::string format;  // "jsonl", "csv", "wordpress"; by the file's name
  std::vector<std::string> map;    // "body=texte"
  std::vector<std::string> means;  // "validé=accepted"
  DataOptions data;
  bool report = false;
  std::string html;    // where to write the report's page
  std::string models;  // for the report
};

// kExitFindings when some comments could not be read; the others are imported.
int RunImport(const ImportOptions& options, const Io& io);

void AddImport(CommandLine* line);

// Reads the file as the options say; problems are told on the error stream, the
// first twenty with their lines. How many there were.
absl::StatusOr<size_t> ReadArchiveOrSay(
    const ImportOptions& options, const Io& io,
    const ArchiveReader::OnComment& on_comment);

}  // namespace crible

#endif  // CRIBLE_CLI_IMPORT_H_
