#ifndef CRIBLE_CLI_QUEUE_CALL_H_
#define CRIBLE_CLI_QUEUE_CALL_H_

// What the commands of `crible queue` share: asking the server, and showing an
// item.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command.h"
#include "cli/service_call.h"
#include "crible/v1/review_service.pb.h"

namespace crible {

struct QueueOptions {
  std::string server = "127.0.0.1:50061";
  std::string site = "default";
  std::string queue;   // held, look or reported; empty: all
  std::string rule;    // only what this rule stopped
  std::string text;    // only what has these words
  int max = 20;        // items to list or to take
  int events = 0;      // watch: stop after so many; 0: never
  std::string ground;  // for refuse
  // take: the grounds of the keys 1 to 9 and 0, with commas.
  std::string grounds =
      "insult,hate,threat,spam,advertising,personal_data,accusation,off_topic,"
      "unreadable,misinformation";
  std::string note;
  std::vector<std::string> ids;  // of comments within the site, or whole names
};

// Asks crible.v1.ReviewService.
using QueueCall = ServiceCall;
QueueCall CallServer(const std::string& address);

// `sites/{site}/reviewItems/{comment}` of an id within the site, or of the
// comment's whole name, as the site knows it.
std::string ItemName(const QueueOptions& options, const std::string& id);
std::string IdOf(const v1::ReviewItem& item);
const char* Language(const Io& io);
void FillFilter(const QueueOptions& options, v1::ReviewFilter* filter);

// Opens an item: it then counts as seen.
absl::StatusOr<v1::ReviewItem> GetItem(const QueueOptions& options,
                                       const std::string& id,
                                       const QueueCall& call, const Io& io);
absl::StatusOr<v1::ReviewItem> Resolve(
    const QueueCall& call, const v1::ResolveReviewItemRequest& request);
absl::Status UndoEvent(const std::string& event, const std::string& note,
                       const QueueCall& call);

// Control characters of a comment must not reach the terminal.
std::string Harmless(std::string_view text, bool one_line);
// The beginning of a text, on one line.
std::string FirstLine(const std::string& body);
// In two lines: what and why, and the beginning of the text.
void PrintItem(const v1::ReviewItem& item, const Io& io);
// The figures of an author, in one line; nothing of one who is not known.
void PrintAuthor(const v1::AuthorSummary& author, const Io& io);
// One reading order: comment, why, author, article, what people did.
void PrintWhole(const v1::ReviewItem& item, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_QUEUE_CALL_H_
