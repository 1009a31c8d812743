// Keeping one decision: the comment, its author's figures, its place in the
// queue, and the call by which it came.

#include <utility>

#include "store/item_terms.h"
#include "store/lessons.h"
#include "store/notices.h"
#include "store/tables.h"

namespace crible {
namespace {

CommentState StateAfter(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccept:
      return CommentState::kAccepted;
    case Verdict::kHold:
      return CommentState::kWaiting;
    case Verdict::kReject:
      return CommentState::kRefused;
  }
  return CommentState::kWaiting;
}

std::optional<ReviewQueue> QueueOf(const CommentDecision& decision) {
  if (decision.verdict == Verdict::kHold) return ReviewQueue::kHeld;
  if (decision.verdict == Verdict::kAccept && decision.look)
    return ReviewQueue::kLook;
  return std::nullopt;
}

uint64_t AppendDecision(const PreparedDecision& prepared, uint64_t supersedes,
                        Transaction* t) {
  const CommentDecision& decision = prepared.decision;
  return t->block.Append({.kind = EventKind::kDecision,
                          .time = decision.time,
                          .site = decision.site,
                          .comment = decision.comment,
                          .subject = decision.subject,
                          .code = static_cast<int>(decision.verdict) + 1,
                          .ground = decision.ground,
                          .refers = supersedes},
                         prepared.payload);
}

// Whether there is certainly no such comment, without asking the database.
bool IsNew(const std::string& name, const Transaction& t) {
  if (t.seen != nullptr) return !t.seen->MayHave(Seen::Kind::kComment, name);
  return t.absent.contains(name);
}

// A comment's id is the token of its first decision: no other has it, and
// nobody must ask the database for it.
void InsertComment(const PreparedDecision& prepared, uint64_t token,
                   Transaction* t) {
  const CommentDecision& d = prepared.decision;
  const std::string& author = prepared.author;
  if (t->seen != nullptr) t->seen->Add(Seen::Kind::kComment, d.comment);
  t->absent.erase(d.comment);
  const CommentState state = StateAfter(d.verdict);
  t->db.Run(
      "INSERT INTO comments (id, name, site, article, author, body, content, "
      "decision, resolution, state, observed, decided, published, removed, "
      "seen, seen_by, reports, parent) "
      "VALUES (?7, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, 0, 0, 0, '', 0, "
      "?11)",
      d.comment, d.site, d.article, Blob{author}, Blob{prepared.body},
      d.content, token, state,
      d.observed ? static_cast<int>(*d.observed) + 1 : 0, d.time, d.parent);
  if (author.empty()) return;
  if (t->seen != nullptr) t->seen->Add(Seen::Kind::kAuthor, d.site, author);
  t->db.Run(
      "INSERT INTO authors (site, author, comment, comments, accepted, "
      "refused, first_seen, status) VALUES (?1, ?2, 0, 1, ?3, ?4, ?5, ?6) "
      "ON CONFLICT (site, author, comment) DO UPDATE SET "
      "comments = authors.comments + 1, "
      "accepted = authors.accepted + excluded.accepted, "
      "refused = authors.refused + excluded.refused, "
      "first_seen = CASE authors.comments WHEN 0 THEN excluded.first_seen "
      "ELSE authors.first_seen END",
      d.site, Blob{author}, state == CommentState::kAccepted,
      state == CommentState::kRefused, d.time, AuthorStatus::kNormal);
  t->db.Run("INSERT INTO authors (site, author, comment) VALUES (?1, ?2, ?3)",
            d.site, Blob{author}, token);
}

// What comes from a restricted person is seen by who must decide on it, and
// serves nothing else.
void Restrict(int64_t comment, uint64_t token, Connection* db) {
  db->Run(
      "INSERT INTO restrictions (comment, event, hides) VALUES (?1, ?2, 0) "
      "ON CONFLICT (comment) DO NOTHING",
      comment, token);
}

void UpdateComment(const PreparedDecision& prepared, const CommentRow& row,
                   uint64_t token, bool keeps_resolution, Transaction* t) {
  const CommentDecision& d = prepared.decision;
  t->db.Run(
      "UPDATE comments SET article = ?2, body = ?3, content = ?4, "
      "decision = ?5, observed = ?6, decided = ?7, parent = ?8 WHERE id = ?1",
      row.id, d.article, Blob{prepared.body}, d.content, token,
      d.observed ? static_cast<int>(*d.observed) + 1 : 0, d.time, d.parent);
  if (keeps_resolution) return;
  t->db.Run("UPDATE comments SET resolution = 0 WHERE id = ?1", row.id);
  // Who has read the same words has read them.
  if (d.content != row.content) {
    t->db.Run("UPDATE comments SET seen = 0, seen_by = '' WHERE id = ?1",
              row.id);
  }
  SetState(&t->db, row, StateAfter(d.verdict));
}

// What readers have brought forward stays there until a person answers them.
Lane LaneOf(int64_t comment, const CommentDecision& d, Transaction* t) {
  const auto item = FindItem(&t->db, comment);
  if (!item || !item->open || item->lane <= d.lane) return d.lane;
  return IsReported(&t->db, comment) ? item->lane : d.lane;
}

// Time spent waiting is kept: an item that is only brought up to date stays in
// its place unless the lane has changed.
void SetItem(int64_t comment, const CommentDecision& d, ReviewQueue queue,
             bool is_new, Transaction* t) {
  const Lane lane = is_new ? d.lane : LaneOf(comment, d, t);
  const absl::Duration allowance = Allowance(queue, lane);
  if (!is_new) UnlistItem(comment, &t->db);
  t->db.Run(
      "INSERT INTO items (comment, site, queue, lane, open, desk, fault_only, "
      "language, since, due, version, claimed_by, claimed_until, alarm_due, "
      "article) "
      "VALUES (?1, ?2, ?3, ?4, 1, 0, ?5, ?6, ?7, ?8, 1, '', 0, ?10, ?11) "
      "ON CONFLICT (comment) DO UPDATE SET queue = excluded.queue, "
      "lane = excluded.lane, fault_only = excluded.fault_only, "
      "language = excluded.language, article = excluded.article, "
      "version = items.version + 1, "
      "since = CASE items.open WHEN 1 THEN items.since ELSE excluded.since "
      "END, "
      "due = CASE items.open WHEN 1 THEN items.since ELSE excluded.since END "
      "+ ?9, "
      "desk = CASE items.open WHEN 1 THEN items.desk ELSE 0 END, "
      "claimed_by = CASE items.open WHEN 1 THEN items.claimed_by ELSE '' END, "
      "alarm_due = CASE WHEN items.open = 1 AND items.lane = excluded.lane "
      "THEN items.alarm_due ELSE excluded.alarm_due END, "
      "open = 1",
      comment, d.site, queue, lane, d.fault_only, d.language, d.time,
      d.time + allowance, absl::ToInt64Microseconds(allowance),
      lane == Lane::kUrgent ? absl::ToUnixMicros(d.time) : int64_t{0},
      d.article);
  if (!is_new) t->db.Run("DELETE FROM item_labels WHERE comment = ?1", comment);
  AddLabels(comment, d.labels, &t->db);
  if (is_new) {
    ListNewItem({comment, d.site, queue, d.labels, d.time + allowance}, &t->db);
  } else {
    if (!d.labels.empty()) ListItem(comment, &t->db);
    NoteTerms(comment, &t->db);
  }
}

// The first call with an id stays.
void RememberCall(const CommentDecision& d, uint64_t token, Transaction* t) {
  if (d.request_id.empty()) return;
  if (t->seen != nullptr) t->seen->Add(Seen::Kind::kCall, d.site, d.request_id);
  t->db.Run(
      "INSERT INTO calls (site, request_id, content, decision, time) "
      "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
      d.site, d.request_id, d.call_content, token, d.time);
}

bool WaitsForACheck(const CommentRow& row, absl::Time now, Transaction* t) {
  const auto item = FindItem(&t->db, row.id);
  return item && item->open && item->fault_only &&
         item->queue == ReviewQueue::kHeld && item->claimed_until <= now;
}

// Decisions are not told to who watches what people do; this one is.
void AppendRedecision(const CommentDecision& decision, uint64_t token,
                      Transaction* t) {
  t->block.Append({.kind = EventKind::kRedecision,
                   .time = decision.time,
                   .site = decision.site,
                   .comment = decision.comment,
                   .subject = decision.subject,
                   .code = static_cast<int>(decision.verdict) + 1,
                   .refers = token});
}

void KeepArticle(const CommentDecision& d, Transaction* t) {
  if (d.article_bytes.empty()) return;
  t->db.Run(
      "INSERT INTO articles (digest, bytes, used) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (digest) DO UPDATE SET used = excluded.used",
      d.article_digest, Blob{d.article_bytes}, d.time);
}

// What people said of a text or in another context is no lesson of this one.
bool IsAnother(const PreparedDecision& prepared, const CommentRow& row) {
  if (!row.content.empty() && row.content != prepared.decision.content)
    return true;
  return row.body != prepared.body;
}

}  // namespace

PreparedDecision Prepare(CommentDecision decision, const SealingKey& key) {
  PreparedDecision prepared{.author = AuthorMark(key, decision.author_id),
                            .body = BodyMark(key, decision.body),
                            .payload = SealPayload(key, decision.payload)};
  // It may wait for a while.
  decision.body = std::string();
  decision.payload = std::string();
  prepared.decision = std::move(decision);
  return prepared;
}

uint64_t RecordImport(const Actor& actor, const Import& import,
                      Transaction* t) {
  const PreparedDecision prepared = Prepare(import.comment, t->key);
  const CommentDecision& comment = prepared.decision;
  const uint64_t token =
      t->block.Append({.kind = EventKind::kImport,
                       .time = actor.now,
                       .site = comment.site,
                       .comment = comment.comment,
                       .subject = actor.subject,
                       .code = static_cast<int>(import.label),
                       .ground = import.ground,
                       .payload = import.comment.payload});
  InsertComment(prepared, token, t);
  if (comment.restricted) Restrict(static_cast<int64_t>(token), token, &t->db);
  return token;
}

absl::Status RecordDecision(const PreparedDecision& prepared, Transaction* t) {
  const CommentDecision& decision = prepared.decision;
  std::optional<CommentRow> row;
  if (!IsNew(decision.comment, *t)) row = FindRow(&t->db, decision.comment);
  if (decision.again && !(row && WaitsForACheck(*row, decision.time, t)))
    return absl::AbortedError("it no longer waits for a check");
  const uint64_t token = AppendDecision(prepared, row ? row->decision : 0, t);
  if (decision.again) AppendRedecision(decision, token, t);
  RememberCall(decision, token, t);
  KeepArticle(decision, t);
  const auto queue = QueueOf(decision);
  if (!row) {
    InsertComment(prepared, token, t);
    if (decision.restricted)
      Restrict(static_cast<int64_t>(token), token, &t->db);
    if (queue) SetItem(static_cast<int64_t>(token), decision, *queue, true, t);
    return absl::OkStatus();
  }
  const bool keeps_resolution =
      row->resolution != 0 && row->content == decision.content;
  if (decision.restricted) Restrict(row->id, token, &t->db);
  if (decision.restricted || IsAnother(prepared, *row))
    ForgetLessons(row->id, &t->db);
  UpdateComment(prepared, *row, token, keeps_resolution, t);
  if (keeps_resolution) return absl::OkStatus();
  if (queue) {
    SetItem(row->id, decision, *queue, false, t);
  } else {
    CloseItem(row->id, &t->db);
  }
  return absl::OkStatus();
}

}  // namespace crible
