#include "store/erase.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/sha256.h"
#include "base/status_macros.h"
#include "store/item_terms.h"
#include "store/lessons.h"
#include "store/person_acts.h"
#include "store/wishes.h"

namespace crible {
namespace {

// All events that a comment's payloads belong to: what people did, and the
// decisions, each of which refers to the one that it supersedes.
std::vector<uint64_t> EventsOf(const CommentRow& row, Connection* db) {
  std::vector<uint64_t> events;
  {
    Rows rows = db->Query(
        "SELECT token FROM events WHERE comment = ?1 AND kind <> 1", row.name);
    while (rows.Next()) events.push_back(static_cast<uint64_t>(rows.Int(0)));
  }
  for (uint64_t decision = row.decision; decision != 0;) {
    events.push_back(decision);
    Rows rows =
        db->Query("SELECT refers FROM events WHERE token = ?1 AND comment = ?2",
                  decision, row.name);
    const uint64_t before =
        rows.Next() ? static_cast<uint64_t>(rows.Int(0)) : 0;
    decision = before < decision ? before : 0;
  }
  return events;
}

// Of what was sealed: its nonce and as much again.
constexpr size_t kGoneBytes = 24;

// One erasure in the making.
class Eraser {
 public:
  Eraser(const Actor& actor, uint64_t request, Transaction* t)
      : actor_(actor), request_(request), t_(*t), db_(t->db) {}

  int64_t payloads() const { return payloads_; }
  std::vector<std::string> TakeGone() { return std::move(gone_); }
  // After all else: what items of it were found by.
  void Finish() {
    ForgetTerms(items_, &t_);
    for (const int64_t item : rewritten_items_) NoteTerms(item, &db_);
  }

  void AddTombstone(const Tombstone& tombstone) {
    db_.Run(
        "INSERT INTO tombstones (id, time, site, comment, author, payload, "
        "rewrite) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM tombstones), "
        "?1, ?2, ?3, ?4, ?5, ?6)",
        actor_.now, tombstone.site, tombstone.comment, Blob{tombstone.author},
        tombstone.payload, tombstone.rewrite);
  }

  void Payload(const std::string& site, uint64_t event) {
    NoteGone(event);
    payloads_ += ErasePayload(event, &db_);
    db_.Run("UPDATE notices SET reporter = ?2 WHERE event = ?1", event,
            Blob{""});
    AddTombstone({.site = site, .payload = event});
  }

  // The log has what stands there now: the erased words left no hash.
  bool Rewrite(const Erasure::Rewrite& rewrite) {
    std::string site, comment;
    {
      Rows rows = db_.Query("SELECT site, comment FROM events WHERE token = ?1",
                            rewrite.event);
      if (!rows.Next()) return false;
      site = rows.Text(0);
      comment = rows.Text(1);
    }
    NoteGone(rewrite.event);
    const std::string sealed = t_.key.Seal(rewrite.payload);
    db_.Run("UPDATE payloads SET sealed = ?2 WHERE event = ?1", rewrite.event,
            Blob{sealed});
    if (db_.changed() == 0) return false;
    if (const auto row = FindRow(&db_, comment);
        row && FindItem(&db_, row->id)) {
      items_.push_back(row->id);
      rewritten_items_.push_back(row->id);
    }
    t_.block.Append({.kind = EventKind::kRedaction,
                     .time = actor_.now,
                     .site = site,
                     .comment = comment,
                     .subject = actor_.subject,
                     .ground = ToHex(Sha256(sealed)),
                     .refers = rewrite.event});
    AddTombstone({.site = site, .payload = rewrite.event, .rewrite = true});
    return true;
  }

  // The token of the erasure's event.
  uint64_t Comment(const CommentRow& row) {
    for (const uint64_t event : EventsOf(row, &db_)) {
      NoteGone(event);
      payloads_ += ErasePayload(event, &db_);
      db_.Run(
          "DELETE FROM calls WHERE decision = ?1 AND time = (SELECT time FROM "
          "events WHERE token = ?1)",
          event);
    }
    db_.Run("DELETE FROM restrictions WHERE comment = ?1", row.id);
    db_.Run("DELETE FROM waiting_erasures WHERE comment = ?1", row.id);
    SetState(&db_, row, CommentState::kWithdrawn);  // the author's figures
    if (!row.author.empty()) {
      db_.Run(
          "UPDATE authors SET comments = comments - 1 WHERE site = ?1 AND "
          "author = ?2 AND comment = 0 AND comments > 0",
          row.site, Blob{row.author});
    }
    if (FindItem(&db_, row.id)) items_.push_back(row.id);
    EraseCommentRows(row.id, &db_);
    AddTombstone({.site = row.site, .comment = row.name});
    return Say(row, 1);
  }

  // Out of sight, learning and counts until the hold ends.
  void Wait(const CommentRow& row) {
    db_.Run(
        "INSERT INTO restrictions (comment, event) VALUES (?1, ?2) "
        "ON CONFLICT (comment) DO UPDATE SET hides = 1, event = CASE "
        "restrictions.hides WHEN 1 THEN restrictions.event ELSE excluded.event "
        "END",
        row.id, request_);
    db_.Run(
        "INSERT INTO waiting_erasures (comment, event) VALUES (?1, ?2) "
        "ON CONFLICT DO NOTHING",
        row.id, request_);
    ForgetLessons(row.id, &db_);
    Say(row, 2);
  }

  void Keep(const Erasure::Remainder& remainder, const std::string& site,
            uint64_t event) {
    db_.Run(
        "INSERT INTO vault (id, site, comment, until, sealed) "
        "VALUES (?1, ?2, ?3, ?4, ?5)",
        event, site, remainder.comment, remainder.until,
        Blob{t_.key.Seal(remainder.payload)});
  }

  // The number of wishes that end with it.
  int64_t Author(const std::string& site, const std::string& mark) {
    db_.Run(
        "UPDATE authors SET objects = 0, restricted = 0 WHERE site = ?1 AND "
        "author = ?2 AND comment = 0 AND objects + restricted > 0",
        site, Blob{mark});
    const int64_t wishes = db_.changed();
    db_.Run(
        "DELETE FROM authors WHERE site = ?1 AND author = ?2 AND comment = 0",
        site, Blob{mark});
    AddTombstone({.site = site, .author = mark});
    return wishes;
  }
  int64_t Wish(const std::string& site, const std::string& mark) {
    if (!EndWish(site, mark, &db_)) return 0;
    AddTombstone({.site = site, .author = mark});
    return 1;
  }

 private:
  // Before it goes: the first bytes of what was sealed, and the caller's own
  // word for the call with what stands behind it. No others are like them.
  void NoteGone(uint64_t event) {
    constexpr std::string_view kQuestion =
        "SELECT sealed, '' FROM payloads WHERE event = ?1 UNION ALL "
        "SELECT ?2, request_id || content FROM calls WHERE decision = ?1 AND "
        "time = (SELECT time FROM events WHERE token = ?1)";
    Rows rows = db_.Query(kQuestion, event, Blob{""});
    while (rows.Next()) {
      gone_.push_back(std::string(rows.Bytes(0).substr(0, kGoneBytes)));
      if (gone_.back().empty()) gone_.back() = rows.Text(1);
    }
  }

  uint64_t Say(const CommentRow& row, int code) {
    return t_.block.Append({.kind = EventKind::kErasure,
                            .time = actor_.now,
                            .site = row.site,
                            .comment = row.name,
                            .subject = actor_.subject,
                            .code = code,
                            .refers = request_});
  }

  const Actor& actor_;
  const uint64_t request_;
  Transaction& t_;
  Connection& db_;
  int64_t payloads_ = 0;
  std::vector<std::string> gone_;
  std::vector<int64_t> items_, rewritten_items_;
};

// Of an author's comments, less those whose erasure waits.
std::vector<std::string> NamesOf(Connection* db, std::string_view site,
                                 std::string_view author, absl::Time before,
                                 int max) {
  Rows rows = db->Query(
      "SELECT name FROM authors AS a JOIN comments ON id = a.comment "
      "WHERE a.site = ?1 AND a.author = ?2 AND a.comment > 0 AND "
      "decided <= ?4 AND NOT EXISTS (SELECT 1 FROM waiting_erasures AS w "
      "WHERE w.comment = a.comment) ORDER BY a.comment LIMIT ?3",
      site, Blob{author}, max, before);
  std::vector<std::string> names;
  while (rows.Next()) names.push_back(rows.Text(0));
  return names;
}

// The comments of a slice: those named that are still there, then the authors'.
std::vector<std::string> SliceOf(const Erasure& erasure, int max,
                                 Transaction* t) {
  std::vector<std::string> names;
  for (const std::string& name : erasure.comments) {
    if (static_cast<int>(names.size()) == max) return names;
    Rows rows = t->db.Query(
        "SELECT 1 FROM comments WHERE name = ?1 AND site = ?2 AND NOT EXISTS "
        "(SELECT 1 FROM waiting_erasures AS w WHERE w.comment = comments.id)",
        name, erasure.site);
    if (rows.Next()) names.push_back(name);
  }
  for (const std::string& id : erasure.author_ids) {
    const int left = max - static_cast<int>(names.size());
    if (left <= 0) return names;
    for (std::string& name :
         NamesOf(&t->db, erasure.site, AuthorMark(t->key, id),
                 absl::InfiniteFuture(), left)) {
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(std::move(name));
    }
  }
  return names;
}

const Erasure::Remainder* RemainderOf(const Erasure& erasure,
                                      const std::string& comment) {
  const auto found = std::find_if(
      erasure.remainders.begin(), erasure.remainders.end(),
      [&](const auto& remainder) { return remainder.comment == comment; });
  return found == erasure.remainders.end() ? nullptr : &*found;
}

// Comments of one transaction.
constexpr int kErasedAtOnce = 200;

struct Slice {
  Erased erased;
  bool more = false;
};

uint64_t BeginErasure(const Actor& actor, const Erasure& erasure,
                      Transaction* t) {
  return t->block.Append({.kind = EventKind::kErasure,
                          .time = actor.now,
                          .site = erasure.site,
                          .subject = actor.subject,
                          .payload = erasure.payload});
}

void ErasePersons(const Actor& actor, const Erasure& erasure, uint64_t request,
                  Transaction* t, Eraser* eraser, Erased* erased) {
  for (const std::string& id : erasure.author_ids)
    erased->wishes += eraser->Author(erasure.site, AuthorMark(t->key, id));
  for (const Erasure::Traits& one : erasure.traits) {
    for (const TraitMark& trait : TraitMarks(
             t->key, erasure.site,
             {.email = one.email, .address = one.address, .name = one.name}))
      erased->wishes += eraser->Wish(erasure.site, trait.mark);
  }
  AnnounceUncounted(erasure.uncounted, request, actor.now, t);
}

Slice EraseSlice(const Actor& actor, const Erasure& erasure, uint64_t request,
                 Transaction* t) {
  Slice slice;
  Erased& erased = slice.erased;
  Eraser eraser(actor, request, t);
  for (const Erasure::Rewrite& rewrite : erasure.rewrites)
    erased.rewritten += eraser.Rewrite(rewrite);
  for (const uint64_t event : erasure.payloads)
    eraser.Payload(erasure.site, event);
  const auto names = SliceOf(erasure, kErasedAtOnce, t);
  for (const std::string& name : names) {
    const auto row = FindRow(&t->db, name);
    if (!row) continue;
    const absl::Time held = HeldUntil(*row, actor.now, &t->db);
    if (held != absl::InfinitePast()) {
      eraser.Wait(*row);
      erased.waiting.push_back(name);
      erased.waiting_until = std::max(erased.waiting_until, held);
      continue;
    }
    const uint64_t event = eraser.Comment(*row);
    erased.comments.push_back(name);
    if (const auto* remainder = RemainderOf(erasure, name)) {
      eraser.Keep(*remainder, erasure.site, event);
      ++erased.vaulted;
      erased.vaulted_until = std::max(erased.vaulted_until, remainder->until);
    }
  }
  slice.more = static_cast<int>(names.size()) == kErasedAtOnce;
  if (!slice.more) ErasePersons(actor, erasure, request, t, &eraser, &erased);
  eraser.Finish();
  erased.payloads = eraser.payloads();
  erased.gone = eraser.TakeGone();
  if (!erased.gone.empty()) SetSearchDue(true, &t->db);
  return slice;
}

void Add(const Erased& slice, Erased* all) {
  all->gone.insert(all->gone.end(), slice.gone.begin(), slice.gone.end());
  all->comments.insert(all->comments.end(), slice.comments.begin(),
                       slice.comments.end());
  all->waiting.insert(all->waiting.end(), slice.waiting.begin(),
                      slice.waiting.end());
  all->payloads += slice.payloads;
  all->rewritten += slice.rewritten;
  all->vaulted += slice.vaulted;
  all->wishes += slice.wishes;
  all->vaulted_until = std::max(all->vaulted_until, slice.vaulted_until);
  all->waiting_until = std::max(all->waiting_until, slice.waiting_until);
}

}  // namespace

void EraseCommentRows(int64_t id, Connection* db) {
  ForgetLessons(id, db);
  UnlistItem(id, db);
  for (const std::string_view sql :
       {"DELETE FROM item_labels WHERE comment = ?1",
        "DELETE FROM items WHERE comment = ?1",
        "DELETE FROM resolutions WHERE comment = ?1",
        "DELETE FROM notices WHERE comment = ?1",
        "DELETE FROM restrictions WHERE comment = ?1",
        "DELETE FROM authors WHERE comment = ?1 AND (site, author) = "
        "(SELECT site, author FROM comments WHERE id = ?1)",
        "DELETE FROM comments WHERE id = ?1"}) {
    db->Run(sql, id);
  }
}

int64_t ErasePayload(uint64_t event, Connection* db) {
  db->Run("DELETE FROM payloads WHERE event = ?1", event);
  return db->changed();
}

absl::Time HeldUntil(const CommentRow& row, absl::Time now, Connection* db) {
  Rows rows = db->Query(
      "SELECT max(until) FROM legal_holds AS h WHERE h.site = ?1 AND "
      "h.until > ?5 AND ((h.comment <> '' AND h.comment = ?2) OR "
      "(length(h.author) > 0 AND h.author = ?3) OR (h.article <> '' AND "
      "h.article = (SELECT article FROM comments WHERE id = ?4)))",
      row.site, row.name, Blob{row.author}, row.id, now);
  return rows.Next() ? rows.Time(0) : absl::InfinitePast();
}

absl::Status EraseInSlices(
    const Actor& actor, const Erasure& erasure,
    const std::function<absl::Status(GroupWriter::Operation)>& write,
    Erased* erased) {
  // An operation may be called again, and outlives a caller that gave up.
  struct State {
    Erasure left;
    uint64_t request = 0;
    Slice slice;
  };
  auto state = std::make_shared<State>(State{.left = erasure});
  bool begun = false;
  do {
    CRIBLE_RETURN_IF_ERROR(write([=](Transaction* t) {
      if (!begun) state->request = BeginErasure(actor, state->left, t);
      state->slice = EraseSlice(actor, state->left, state->request, t);
      return absl::OkStatus();
    }));
    begun = true;
    Add(state->slice.erased, erased);
    // What is not of comments was done with the first of them.
    state->left.payloads.clear();
    state->left.rewrites.clear();
  } while (state->slice.more);
  erased->event = state->request;
  return absl::OkStatus();
}

void SetSearchDue(bool due, Connection* db) {
  db->Run(due ? "INSERT INTO marks (name, value) VALUES ('search_due', 1) "
                "ON CONFLICT DO NOTHING"
              : "DELETE FROM marks WHERE name = 'search_due'");
}

bool IsSearchDue(Connection* db) {
  return db->Query("SELECT 1 FROM marks WHERE name = 'search_due'").Next();
}

int64_t EraseWhatWaited(absl::Time now, absl::Duration tombstones, int rows_max,
                        std::vector<std::string>* gone, Transaction* t) {
  struct Waiting {
    int64_t comment;
    uint64_t request;
  };
  std::vector<Waiting> waiting;
  {
    Rows rows = t->db.Query(
        "SELECT comment, event FROM waiting_erasures ORDER BY comment");
    while (rows.Next())
      waiting.push_back({rows.Int(0), static_cast<uint64_t>(rows.Int(1))});
  }
  int64_t erased = 0;
  const Actor actor{.subject = "crible", .now = now};
  for (const Waiting& one : waiting) {
    if (erased == rows_max) return erased;
    const auto row = FindRow(&t->db, one.comment);
    if (!row) continue;
    if (HeldUntil(*row, now, &t->db) != absl::InfinitePast()) continue;
    Eraser eraser(actor, one.request, t);
    eraser.Comment(*row);
    eraser.Finish();
    for (std::string& piece : eraser.TakeGone())
      gone->push_back(std::move(piece));
    if (erased++ == 0) SetSearchDue(true, &t->db);
  }
  t->db.Run(
      "DELETE FROM vault WHERE id IN (SELECT id FROM vault WHERE until <= ?1 "
      "LIMIT ?2)",
      now, rows_max);
  erased += t->db.changed();
  t->db.Run(
      "DELETE FROM tombstones WHERE id IN (SELECT id FROM tombstones WHERE "
      "time < ?1 ORDER BY id LIMIT ?2)",
      now - tombstones, rows_max);
  return erased + t->db.changed();
}

namespace {

int64_t Replay(const Tombstone& tombstone, const PayloadRewriter& rewrite,
               Transaction* t, Eraser* one) {
  Eraser& eraser = *one;
  int64_t comments = 0;
  const auto erase = [&](const std::string& name) {
    const auto row = FindRow(&t->db, name);
    if (!row) return;
    eraser.Comment(*row);
    ++comments;
  };
  if (!tombstone.comment.empty()) erase(tombstone.comment);
  if (!tombstone.author.empty()) {
    for (const auto& name : NamesOf(&t->db, tombstone.site, tombstone.author,
                                    tombstone.time, INT32_MAX))
      erase(name);
    t->db.Run(
        "DELETE FROM authors WHERE site = ?1 AND author = ?2 AND "
        "comment = 0 AND first_seen <= ?3",
        tombstone.site, Blob{tombstone.author}, tombstone.time);
    EndWish(tombstone.site, tombstone.author, &t->db);
  }
  if (tombstone.payload != 0 && !tombstone.rewrite)
    eraser.Payload(tombstone.site, tombstone.payload);
  if (!tombstone.rewrite)
    return tombstone.payload != 0 ? eraser.payloads() : comments;
  std::string sealed;
  {
    Rows rows = t->db.Query("SELECT sealed FROM payloads WHERE event = ?1",
                            tombstone.payload);
    if (rows.Next()) sealed = rows.Text(0);
  }
  const auto payload = t->key.Open(sealed);
  if (!payload.ok()) return 0;
  std::string rewritten = rewrite(*payload);
  if (rewritten == *payload) return 0;
  return eraser.Rewrite(
      {.event = tombstone.payload, .payload = std::move(rewritten)});
}

}  // namespace

int64_t ReplayAll(const Actor& actor, std::span<const Tombstone> tombstones,
                  const PayloadRewriter& rewrite, Transaction* t) {
  int64_t count = 0;
  for (const Tombstone& one : tombstones) {
    Eraser eraser(actor, 0, t);
    count += Replay(one, rewrite, t, &eraser);
    eraser.Finish();
  }
  return count;
}

}  // namespace crible
