#ifndef CRIBLE_STORE_TABLES_H_
#define CRIBLE_STORE_TABLES_H_

// What several of the store's operations do with its tables.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

// Keyed marks by which authors and texts are found; empty for an empty text.
std::string AuthorMark(const SealingKey& key, std::string_view author_id);
std::string BodyMark(const SealingKey& key, std::string_view body);

// A row of `comments` as the operations of a transaction need it.
struct CommentRow {
  int64_t id = 0;
  std::string name;
  std::string site;
  std::string author;  // mark
  std::string content;
  std::string body;  // mark
  uint64_t decision = 0;
  uint64_t resolution = 0;
  CommentState state = CommentState::kWaiting;
  absl::Time seen;  // when a person first opened it
  uint32_t reports = 0;
};
std::optional<CommentRow> FindRow(Connection* db, std::string_view name);
std::optional<CommentRow> FindRow(Connection* db, int64_t id);

// What answers a comment, and what answers that, in sight or waiting: at most
// kRepliesMax, those nearest to it first.
std::vector<CommentRow> RepliesTo(Connection* db, const std::string& name);

std::optional<std::string> FindArticleBytes(Connection* db,
                                            std::string_view digest);

// Those of the names under which no comment stands. One question for many.
StringSet AbsentNames(Connection* db, std::span<const std::string_view> names);

// So many ids from `begin` on for one statement, filled up with 0, which no
// comment has: "(?1, ?2, …)". A shorter one for the last few.
inline constexpr size_t kIdsAtOnce = 512;
struct IdList {
  IdList(const std::vector<int64_t>& ids, size_t begin);
  std::string places;
  std::vector<Value> values;
};

// Puts a comment into another state and keeps its author's figures true.
void SetState(Connection* db, const CommentRow& row, CommentState state);

// How long an item may wait before it is due, on which the order of the queue
// rests.
absl::Duration Allowance(ReviewQueue queue, Lane lane);
// Each report brings an item forward by so much.
inline constexpr absl::Duration kReportHaste = absl::Hours(1);

struct ItemRow {
  ReviewQueue queue = ReviewQueue::kHeld;
  bool open = true;
  bool desk = false;
  bool fault_only = false;
  Lane lane = Lane::kNormal;
  uint64_t version = 0;
  std::string claimed_by;
  absl::Time claimed_until;
};
std::optional<ItemRow> FindItem(Connection* db, int64_t comment);

// What an item is found by. It stands in lists as well while the item is open:
// whoever changes an item's place in the queue, opens, closes or labels it does
// so between Unlist and List, both within the same transaction.
void AddLabels(int64_t comment, const std::vector<std::string>& labels,
               Connection* db);
void UnlistItem(int64_t comment, Connection* db);
void ListItem(int64_t comment, Connection* db);
// The same for an open item that no list has yet, without reading it again.
struct NewItem {
  int64_t comment = 0;
  const std::string& site;
  ReviewQueue queue;
  const std::vector<std::string>& labels;
  absl::Time due;
};
void ListNewItem(const NewItem& item, Connection* db);
// Whether a label has a list of its own, because many items share it. One of a
// text, a link or a person stands with its comment alone.
bool IsListed(std::string_view label);

// Nobody need look at it any more; a claim of it ends.
void CloseItem(int64_t comment, Connection* db);

// -- The operations, each within a write transaction --------------------------

// A decision with all that can be made of it before its turn has come.
struct PreparedDecision {
  CommentDecision decision;  // without body and payload
  std::string author, body;  // marks
  SealedPayload payload;
};
PreparedDecision Prepare(CommentDecision decision, const SealingKey& key);

// ABORTED for a decision taken again that is no longer wanted, before anything
// is written.
absl::Status RecordDecision(const PreparedDecision& prepared, Transaction* t);
// Its event's token; the comment must not be known.
uint64_t RecordImport(const Actor& actor, const Import& import, Transaction* t);

// The token of the act's event, or why it is refused. Errors of the database
// stick to t->db.
absl::StatusOr<uint64_t> ApplyAct(const Actor& actor, const Act& act,
                                  Transaction* t);

}  // namespace crible

#endif  // CRIBLE_STORE_TABLES_H_
