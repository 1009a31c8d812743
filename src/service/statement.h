#ifndef CRIBLE_SERVICE_STATEMENT_H_
#define CRIBLE_SERVICE_STATEMENT_H_

// What the author of a refused comment is told, and what a reader who reported
// is: Articles 17 and 16 of Regulation (EU) 2022/2065. Pure functions; the
// words come from here and from the ground's text for authors, never from a
// rule.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crible/v1/comment_record.pb.h"
#include "crible/v1/legal_service.pb.h"
#include "policy/ground.h"
#include "store/records.h"

namespace crible {

// All that a statement is made from.
struct StatementFacts {
  const StoredComment* comment = nullptr;
  const v1::CommentRecord* record = nullptr;  // of the decision in force
  std::optional<Event> resolution;            // in force
  bool reported = false;                      // before it was decided
  const Ground* ground = nullptr;  // that was chosen or found; null: none
  std::string ground_id;
};

// FAILED_PRECONDITION when nothing is owed, with the reason why.
absl::StatusOr<v1::StatementOfReasons> MakeStatement(
    const StatementFacts& facts);

// `answer` is the resolution that answered the notice, if any.
v1::NoticeAnswer MakeNoticeAnswer(const Event& notice,
                                  const std::optional<Event>& answer,
                                  const Ground* ground);

// What a moderator has at hand for an urgent comment: words for its author in
// distress, or whom to tell of a threat. Empty for others.
std::vector<v1::LocalizedText> AidTexts(
    Lane lane, const std::vector<std::string>& grounds);

}  // namespace crible

#endif  // CRIBLE_SERVICE_STATEMENT_H_
