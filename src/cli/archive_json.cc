// An archive as JSON lines, with the keys of `crible moderate` and those of the
// decision.

#include <istream>

#include "base/json.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "cli/archive.h"

namespace crible {
namespace {

absl::Status ReadLine(std::string_view line, const ArchiveOptions& options,
                      JsonReader* json, ArchiveComment* comment) {
  CRIBLE_RETURN_IF_ERROR(json->Parse(line));
  for (const std::string& field : ArchiveFields()) {
    const auto column = options.columns.find(field);
    const std::string& key =
        column == options.columns.end() ? field : column->second;
    CRIBLE_ASSIGN_OR_RETURN(const auto value, json->Text(key, true));
    if (!value) continue;
    CRIBLE_RETURN_IF_ERROR(SetArchiveField(field, *value, options, comment));
  }
  // Labelled files, as `evaluate` reads them.
  if (comment->decision == PastDecision::kNone) {
    CRIBLE_ASSIGN_OR_RETURN(const auto label, json->Text("label"));
    if (label) {
      CRIBLE_RETURN_IF_ERROR(
          SetArchiveField("decision", *label, options, comment));
    }
  }
  return CheckArchiveComment(*comment);
}

}  // namespace

absl::Status ReadArchiveJson(std::istream& in, const ArchiveOptions& options,
                             const ArchiveReader::OnComment& on_comment,
                             const ArchiveReader::OnProblem& on_problem) {
  JsonReader json;
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    ArchiveComment comment{.line = number};
    const absl::Status status = ReadLine(line, options, &json, &comment);
    if (status.ok()) {
      on_comment(&comment);
    } else {
      on_problem({number, MessageOf(status)});
    }
  }
  return absl::OkStatus();
}

}  // namespace crible
