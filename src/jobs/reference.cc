#include "jobs/reference.h"

#include <utility>

#include "base/files.h"
#include "base/localized_status.h"
#include "base/status_macros.h"

namespace crible {
namespace {

constexpr size_t kReferenceBytesMax = size_t{16} << 20;

}  // namespace

absl::StatusOr<std::vector<ReferenceComment>> ReadReference(
    const std::string& models) {
  const std::string folder = models + "/reference";
  std::vector<ReferenceComment> comments;
  const auto paths = ListFiles(folder);
  if (paths.ok()) {
    for (const std::string& path : *paths) {
      if (!path.ends_with(".jsonl")) continue;
      const std::string file = folder + "/" + path;
      CRIBLE_ASSIGN_OR_RETURN(const std::string bytes,
                              ReadFile(file, kReferenceBytesMax));
      CRIBLE_ASSIGN_OR_RETURN(std::vector<CorpusRow> rows,
                              ReadCorpus(file, bytes));
      for (CorpusRow& row : rows) {
        std::string category = row.label == "ham" ? "" : row.label;
        comments.push_back({std::move(row), std::move(category)});
      }
    }
  }
  if (!comments.empty()) return comments;
  return LocalizedError(absl::StatusCode::kNotFound,
                        FormatBoth("{} : aucun commentaire de référence",
                                   "{}: no reference comments", folder));
}

}  // namespace crible
