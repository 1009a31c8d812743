#ifndef CRIBLE_SERVICE_DECISION_RECORD_H_
#define CRIBLE_SERVICE_DECISION_RECORD_H_

// Decisions → what the store keeps of them, and back. The payload of a decision
// is a v1::CommentRecord.

#include <string_view>

#include "absl/time/time.h"
#include "base/keyed_hash.h"
#include "crible/v1/moderation_service.pb.h"
#include "engine/moderation.h"
#include "service/decision_memory.h"
#include "store/store.h"

namespace crible {

// What was decided, on what, for whom.
struct DecidedCall {
  std::string_view site;
  std::string_view name;  // of the comment
  Hash128 call_content;   // of all that the call asked
  std::string_view subject;
  bool again = false;  // see CommentDecision
  const RememberedDecision& remembered;
  const Moderation& moderation;
  const Comment& comment;                // what `moderation` points into
  const KeyedHash& hash;                 // of names of persons
  const v1::Article* article = nullptr;  // as sent or booked
  Hash128 article_digest;
};

// Records it under remembered.commit. `request` is the one that was decided on,
// its comment without a name.
void KeepDecision(const DecidedCall& call,
                  const v1::ModerateCommentRequest& request, absl::Time now,
                  Store* store);

// By what a text is compared with others of its site (CommentDecision::labels):
// near-duplicates, links, and whom it means. Names are kept as keyed marks: who
// has the database reads none.
void AppendTextLabels(const Comment& comment, const Text& body,
                      const FactQuery& query, const KeyedHash& hash,
                      std::vector<std::string>* labels);

// Null for a payload that holds no decision any more.
DecisionMemory::Pointer FromRecord(std::string_view content,
                                   std::string_view payload);

// The words of a decision's text, folded, as ItemFilter::words has them, and
// the pieces of its author's name and e-mail address.
std::vector<std::string> WordsOfRecord(std::string_view payload);

// What WordsOfRecord has of every author whose name or address holds the folded
// `text`: a few pieces, or none of a text that is too short.
std::vector<std::string> PiecesToFind(std::string_view text);

// The hash that ToHex wrote; zero for what is none.
Hash128 ParseHash(std::string_view hex);

}  // namespace crible

#endif  // CRIBLE_SERVICE_DECISION_RECORD_H_
