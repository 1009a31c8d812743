#include "store/upkeep.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/localized_status.h"
#include "comment/facts.h"
#include "fmt/format.h"
#include "store/erase.h"
#include "store/item_terms.h"
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

// Whose payload is the comment itself.
bool HasComment(EventKind kind) {
  return kind == EventKind::kDecision || kind == EventKind::kImport;
}

// How long the comment is kept as it stands: refused, as its ground says.
absl::Duration PeriodOf(const CommentRow& row, const Retention& retention,
                        Connection* db) {
  if (row.state == CommentState::kAccepted ||
      row.state == CommentState::kWithdrawn)
    return retention.accepted;
  if (row.state == CommentState::kWaiting) return retention.reviewed;
  Rows rows = db->Query("SELECT ground FROM events WHERE token = ?1",
                        row.resolution != 0 ? row.resolution : row.decision);
  const auto found = rows.Next() ? retention.grounds.find(rows.Text(0))
                                 : retention.grounds.end();
  return found == retention.grounds.end() ? retention.reviewed : found->second;
}

// Takes away what may be kept no longer than `period`, of events that are older
// than that.
class Forgetting {
 public:
  Forgetting(const Retention& retention, absl::Time now, Connection* db,
             Pruned* pruned)
      : retention_(retention), now_(now), db_(*db), pruned_(*pruned) {}

  void Visit(const Event& event, absl::Duration period) {
    const auto row = FindRow(&db_, event.comment);
    if (row && HeldUntil(*row, now_, &db_) != absl::InfinitePast()) return;
    if (HasComment(event.kind)) {
      ForgetDecision(event, row, period);
    } else if (period >= retention_.notices) {  // notes, reports
      pruned_.payloads += ErasePayload(event.token, &db_);
    }
  }
  const std::vector<int64_t>& items() const { return items_; }

 private:
  // A decision's payload holds the comment's text: it goes with the comment, or
  // once its own time is over when a later one has taken its place.
  void ForgetDecision(const Event& event, const std::optional<CommentRow>& row,
                      absl::Duration period) {
    const absl::Duration own =
        row ? PeriodOf(*row, retention_, &db_) : retention_.accepted;
    if (own > period) return;
    if (row && row->decision == event.token) {
      // What waits for a person is kept longer, but not for ever.
      const auto item = FindItem(&db_, row->id);
      if (item && item->open && period < retention_.notices) return;
      if (item) items_.push_back(row->id);
      EraseCommentRows(row->id, &db_);
      ++pruned_.comments;
    }
    pruned_.payloads += ErasePayload(event.token, &db_);
  }

  const Retention& retention_;
  const absl::Time now_;
  Connection& db_;
  Pruned& pruned_;
  std::vector<int64_t> items_;
};

// The walks visit again what they passed by because of a hold that is over.
void EndHolds(absl::Time now, Connection* db) {
  std::optional<int64_t> first;
  {
    Rows rows = db->Query(
        "SELECT min(c.id), count(*) FROM legal_holds AS h JOIN comments AS c "
        "ON c.site = h.site AND ((h.comment <> '' AND c.name = h.comment) OR "
        "(h.article <> '' AND c.article = h.article) OR (length(h.author) > 0 "
        "AND c.author = h.author)) WHERE h.until <= ?1",
        now);
    if (rows.Next() && rows.Int(1) > 0) first = rows.Int(0);
  }
  if (first) {
    db->Run(
        "UPDATE marks SET value = ?1 WHERE name LIKE 'forgot%' AND value > ?1",
        *first - 1);
  }
  db->Run("DELETE FROM legal_holds WHERE until <= ?1", now);
}

}  // namespace

Pruned PruneOnce(const Retention& retention, absl::Time now, int rows_max,
                 Transaction* t) {
  Connection& db = t->db;
  Pruned pruned;
  EndHolds(now, &db);
  pruned.comments =
      EraseWhatWaited(now, retention.tombstones, rows_max, &pruned.gone, t);
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

  // Servers count for no longer, so they have nothing left to take back.
  db.Run("DELETE FROM uncounted WHERE time < ?1", now - kRepeatWindowMax);

  // One walk for each period: an event is visited when it is as old as that.
  std::set<absl::Duration> periods = {retention.accepted, retention.reviewed,
                                      retention.notices};
  for (const auto& [ground, period] : retention.grounds) periods.insert(period);
  Forgetting forgetting(retention, now, &db, &pruned);
  for (const absl::Duration period : periods) {
    const std::string mark =
        fmt::format("forgot after {} h", absl::ToInt64Hours(period));
    Walk walk(mark, now - period, rows_max, t);
    for (const Event& event : walk.events()) forgetting.Visit(event, period);
    walk.Finish();
  }
  ForgetTerms(forgetting.items(), t);
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
