#include "store/upkeep.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/localized_status.h"
#include "store/tables.h"

namespace crible {
namespace {

// One walk along the log: every event that has grown older than `horizon` is
// visited once, in order, so that retention needs no index and no search.
class Walk {
 public:
  Walk(std::string_view mark, absl::Time horizon, int rows_max, Transaction* t)
      : mark_(mark), db_(t->db) {
    {
      Rows rows = db_.Query("SELECT value FROM marks WHERE name = ?1", mark_);
      if (rows.Next()) place_ = rows.Int(0);
    }
    Rows rows = db_.Query(
        "SELECT token, kind, comment, time FROM events WHERE token > ?1 "
        "ORDER BY token LIMIT ?2",
        place_, rows_max);
    while (rows.Next() && rows.Time(3) < horizon) {
      events_.push_back({.token = static_cast<uint64_t>(rows.Int(0)),
                         .kind = rows.As<EventKind>(1),
                         .comment = rows.Text(2)});
    }
  }

  const std::vector<Event>& events() const { return events_; }

  void Finish() {
    if (events_.empty()) return;
    db_.Run(
        "INSERT INTO marks (name, value) VALUES (?1, ?2) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        mark_, events_.back().token);
  }

 private:
  const std::string_view mark_;
  Connection& db_;
  int64_t place_ = 0;
  std::vector<Event> events_;
};

int64_t ErasePayload(uint64_t token, Connection* db) {
  db->Run("DELETE FROM payloads WHERE event = ?1", token);
  return db->changed();
}

void EraseComment(int64_t id, Connection* db) {
  for (const std::string_view sql :
       {"DELETE FROM item_labels WHERE comment = ?1",
        "DELETE FROM items WHERE comment = ?1",
        "DELETE FROM resolutions WHERE comment = ?1",
        "DELETE FROM notices WHERE comment = ?1",
        "DELETE FROM comments WHERE id = ?1"}) {
    db->Run(sql, id);
  }
}

// A decision's payload holds the comment's text: it goes with the comment, or
// as soon as a later decision has taken its place.
void ForgetDecision(const Event& event, bool reviewed_too, Connection* db,
                    Pruned* pruned) {
  const auto row = FindRow(db, event.comment);
  if (row && row->decision == event.token) {
    const bool in_review = row->state == CommentState::kWaiting ||
                           row->state == CommentState::kRefused ||
                           row->state == CommentState::kSetAside;
    if (in_review && !reviewed_too) return;
    const auto item = FindItem(db, row->id);
    if (item && item->open) return;
    EraseComment(row->id, db);
    ++pruned->comments;
  }
  pruned->payloads += ErasePayload(event.token, db);
}

}  // namespace

Pruned PruneOnce(const Retention& retention, absl::Time now, int rows_max,
                 Transaction* t) {
  Connection& db = t->db;
  Pruned pruned;
  db.Run(
      "DELETE FROM calls WHERE (site, request_id) IN (SELECT site, request_id "
      "FROM calls WHERE time < ?1 LIMIT ?2)",
      now - retention.calls, rows_max);
  pruned.calls = db.changed();

  // Longer than any comment that may refer to them.
  db.Run(
      "DELETE FROM articles WHERE digest IN (SELECT digest FROM articles "
      "WHERE used < ?1 LIMIT ?2)",
      now - retention.notices - absl::Hours(48), rows_max);

  Walk accepted("forgot_accepted", now - retention.accepted, rows_max, t);
  for (const Event& event : accepted.events()) {
    if (event.kind == EventKind::kDecision)
      ForgetDecision(event, false, &db, &pruned);
  }
  accepted.Finish();

  Walk reviewed("forgot_reviewed", now - retention.reviewed, rows_max, t);
  for (const Event& event : reviewed.events()) {
    if (event.kind == EventKind::kDecision)
      ForgetDecision(event, true, &db, &pruned);
  }
  reviewed.Finish();

  // Notes, reports, and what nobody ever read.
  Walk rest("forgot_all", now - retention.notices, rows_max, t);
  for (const Event& event : rest.events()) {
    if (event.kind == EventKind::kDecision) {
      const auto row = FindRow(&db, event.comment);
      if (row && row->decision == event.token) {
        EraseComment(row->id, &db);
        ++pruned.comments;
      }
    }
    pruned.payloads += ErasePayload(event.token, &db);
  }
  rest.Finish();
  return pruned;
}

absl::Status AddKeyRow(const Actor& actor, const Key& key, Transaction* t) {
  {
    Rows rows = t->db.Query("SELECT 1 FROM keys WHERE id = ?1", key.id);
    if (rows.Next()) return absl::AlreadyExistsError("the key's id is taken");
  }
  t->db.Run(
      "INSERT INTO keys (id, hash, subject, scopes, sites, created, revoked) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
      key.id, Blob{key.hash}, key.subject, absl::StrJoin(key.scopes, " "),
      absl::StrJoin(key.sites, " "), key.created);
  t->block.Append({.kind = EventKind::kKey,
                   .time = actor.now,
                   .comment = key.id,
                   .subject = actor.subject,
                   .code = 1});
  return absl::OkStatus();
}

absl::Status RevokeKeyRow(const Actor& actor, std::string_view id,
                          Transaction* t) {
  t->db.Run("UPDATE keys SET revoked = ?2 WHERE id = ?1 AND revoked = 0", id,
            actor.now);
  if (t->db.changed() == 0)
    return LocalizedError(
        absl::StatusCode::kNotFound,
        FormatBoth("aucune clé en vigueur n'a cet identifiant",
                   "no key in force has this id"));
  t->block.Append({.kind = EventKind::kKey,
                   .time = actor.now,
                   .comment = std::string(id),
                   .subject = actor.subject,
                   .code = 2});
  return absl::OkStatus();
}

std::vector<Key> ListKeyRows(Connection* db) {
  Rows rows = db->Query(
      "SELECT id, hash, subject, scopes, sites, created, revoked FROM keys "
      "ORDER BY created, id");
  std::vector<Key> keys;
  while (rows.Next()) {
    keys.push_back(
        {.id = rows.Text(0),
         .hash = rows.Text(1),
         .subject = rows.Text(2),
         .scopes = absl::StrSplit(rows.Text(3), ' ', absl::SkipEmpty()),
         .sites = absl::StrSplit(rows.Text(4), ' ', absl::SkipEmpty()),
         .created = rows.Time(5),
         .revoked = rows.Time(6)});
  }
  return keys;
}

}  // namespace crible
