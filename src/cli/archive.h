#ifndef CRIBLE_CLI_ARCHIVE_H_
#define CRIBLE_CLI_ARCHIVE_H_

// A site's comments with what its people decided about them, read from a file:
// JSON lines, CSV, or a WordPress export. One comment at a time; a comment that
// cannot be read is told with its line, and the next is read.
//
//   ArchiveReader reader({});
//   reader.Read(path, [&](ArchiveComment& comment) {…},
//               [&](const ArchiveProblem& problem) {…});

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/localized.h"
#include "comment/comment.h"

namespace crible {

enum class PastDecision : uint8_t { kNone, kAccepted, kRefused };

// Owns its texts. What the file does not say is empty.
struct ArchiveComment {
  size_t line = 0;  // on which it begins
  std::string id;
  std::string site;
  std::string body;
  BodyFormat format = BodyFormat::kPlain;
  std::string author_id, author_name, author_email, author_url, author_address;
  std::string article, title, url;  // the article's id, headline, address
  std::string parent;               // text of the comment that it answers
  std::string language;
  absl::Time written = absl::InfinitePast();

  PastDecision decision = PastDecision::kNone;  // kNone: nobody has decided
  std::string category;  // "spam", "abuse", if the decision says so
  std::string ground;
  std::string decided_by;
  absl::Time decided = absl::InfinitePast();
};

struct ArchiveProblem {
  size_t line = 0;
  Localized what;  // never quotes a comment
};

enum class ArchiveFormat : uint8_t { kByName, kJsonLines, kCsv, kWordPress };

struct ArchiveOptions {
  ArchiveFormat format = ArchiveFormat::kByName;  // .csv, .tsv, .xml; else JSON
  // Our name of a field → the file's: {"body", "texte"}.
  std::map<std::string, std::string> columns;
  // The file's word for a decision → ours: {"validé", "accepted"}.
  std::map<std::string, std::string> words;
};

// The fields by the names that `columns` may have.
const std::vector<std::string>& ArchiveFields();

class ArchiveReader {
 public:
  using OnComment = std::function<void(ArchiveComment*)>;
  using OnProblem = std::function<void(const ArchiveProblem&)>;

  explicit ArchiveReader(ArchiveOptions options)
      : options_(std::move(options)) {}

  // Errors are the file's: it cannot be read, or has no column that is needed.
  absl::Status Read(const std::string& path, const OnComment& on_comment,
                    const OnProblem& on_problem) const;

 private:
  const ArchiveOptions options_;
};

// -- For the readers of the formats ------------------------------------------

// Sets a field by its name of ArchiveFields(). INVALID_ARGUMENT for a value
// that cannot be one.
absl::Status SetArchiveField(std::string_view field, std::string_view value,
                             const ArchiveOptions& options,
                             ArchiveComment* comment);

// What every comment needs, once all fields are set.
absl::Status CheckArchiveComment(const ArchiveComment& comment);

absl::Status ReadArchiveJson(std::istream& in, const ArchiveOptions& options,
                             const ArchiveReader::OnComment& on_comment,
                             const ArchiveReader::OnProblem& on_problem);
absl::Status ReadArchiveCsv(std::istream& in, const ArchiveOptions& options,
                            const ArchiveReader::OnComment& on_comment,
                            const ArchiveReader::OnProblem& on_problem);
absl::Status ReadArchiveWordPress(std::string_view xml,
                                  const ArchiveOptions& options,
                                  const ArchiveReader::OnComment& on_comment,
                                  const ArchiveReader::OnProblem& on_problem);

}  // namespace crible

#endif  // CRIBLE_CLI_ARCHIVE_H_
