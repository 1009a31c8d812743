#ifndef CRIBLE_CLI_LABELLED_ROW_H_
#define CRIBLE_CLI_LABELLED_ROW_H_

// Labelled comments as JSON lines, for what measures the engine on them:
// `evaluate` and `tune`.

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/comment_row.h"

namespace crible {

// The fields that may be read beside the body.
const std::vector<std::string>& LabelledFields();

// One line: a comment of which only the body and the chosen fields are seen,
// and its label. Reused: views stay valid until the next Read.
class LabelledRow {
 public:
  explicit LabelledRow(std::vector<std::string> fields)
      : fields_(std::move(fields)) {}

  // INVALID_ARGUMENT says what is wrong without quoting the comment.
  absl::Status Read(std::string_view line);

  const Comment& comment() const { return comment_; }
  std::string_view label() const { return label_; }        // ham, spam or abuse
  std::string_view language() const { return language_; }  // "und" if not said
  // Any field of the last row, a string or number; empty if it has none. Not
  // what the engine is shown.
  absl::StatusOr<std::string> Value(const std::string& field);
  // Which of the chosen fields the comment came with: a 1 or 0 each.
  const std::string& fields_present() const { return fields_present_; }

  // INVALID_ARGUMENT names a field whose mere presence tells the label, going
  // by all rows read so far.
  absl::Status CheckLeaks() const;

 private:
  const std::vector<std::string> fields_;
  CommentRow row_;
  Comment comment_;
  Article article_;
  std::string_view label_, language_;
  std::string fields_present_;
  // field → label → how many rows lack it, and have it.
  std::map<std::string, std::map<std::string, std::array<size_t, 2>>> presence_;
};

// Reads all lines of a file; blank ones are passed over. An error says the
// line.
absl::Status ReadLabelledFile(const std::string& path, LabelledRow* row,
                              const std::function<void()>& each);

}  // namespace crible

#endif  // CRIBLE_CLI_LABELLED_ROW_H_
