#ifndef CRIBLE_CLI_COMMENT_ROW_H_
#define CRIBLE_CLI_COMMENT_ROW_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/json.h"
#include "comment/comment.h"

namespace crible {

// One JSON line as a comment: `id`, `body`, and where known `format`, `author`,
// `author_url`, `author_email`, `title`, `article`, `url`, `parent`, `lang`,
// `date`; other keys are ignored. Reused: views stay valid until the next Read.
class CommentRow {
 public:
  // INVALID_ARGUMENT says what is wrong without quoting the comment. `fields`
  // set: all keys; else body and format alone.
  absl::Status Read(std::string_view line, bool fields);

  const Comment& comment() const { return comment_; }
  // The row's id as a JSON value ("\"a-1\"" or "17"), empty if it has none.
  std::string_view id_json() const { return id_json_; }
  JsonReader& json() { return json_; }

 private:
  absl::Status ReadId();
  absl::Status ReadFields();

  JsonReader json_;
  Comment comment_;
  Article article_;
  std::string id_json_;
};

}  // namespace crible

#endif  // CRIBLE_CLI_COMMENT_ROW_H_
