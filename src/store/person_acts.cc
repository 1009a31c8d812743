#include "store/person_acts.h"

#include <algorithm>
#include <cstring>

#include "store/lessons.h"
#include "store/ordered_texts.h"
#include "store/seen.h"
#include "store/wishes.h"

namespace crible {
namespace {

absl::Status NoComment() {
  return absl::NotFoundError("no comment of this name is known");
}

Event About(const Actor& actor, const CommentRow& row, EventKind kind,
            const std::string& payload) {
  return {.kind = kind,
          .time = actor.now,
          .site = row.site,
          .comment = row.name,
          .subject = actor.subject,
          .payload = payload};
}

// What is in force from now on, and nobody needs to read it any more.
void PutInForce(const CommentRow& row, CommentState state, uint64_t token,
                Connection* db) {
  SetState(db, row, state);
  db->Run("UPDATE comments SET resolution = ?2 WHERE id = ?1", row.id, token);
  db->Run("UPDATE notices SET answer = ?2 WHERE comment = ?1 AND answer = 0",
          row.id, token);
  CloseItem(row.id, db);
}

void NoteBefore(const CommentRow& row, Outcome outcome, uint64_t token,
                Connection* db) {
  const auto item = FindItem(db, row.id);
  db->Run(
      "INSERT INTO resolutions (event, comment, outcome, state_before, "
      "resolution_before, queue_before, desk_before, undone) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
      token, row.id, outcome, row.state, row.resolution,
      item ? item->queue : ReviewQueue::kLook, item && item->desk);
}

int CodeOf(const AuthorWishes& act) {
  int code = 0;
  if (act.objects) code += *act.objects ? 1 + 4 : 1 + 8;
  if (act.restricted) code += *act.restricted ? 2 + 4 : 2 + 8;
  return code;
}

void SetAuthorWishes(const Actor& actor, const AuthorWishes& act,
                     const std::string& author, Transaction* t) {
  if (t->seen != nullptr) t->seen->Add(Seen::Kind::kAuthor, act.site, author);
  t->db.Run(
      "INSERT INTO authors (site, author, comment, first_seen, status) "
      "VALUES (?1, ?2, 0, ?3, ?4) "
      "ON CONFLICT (site, author, comment) DO NOTHING",
      act.site, Blob{author}, actor.now, AuthorStatus::kNormal);
  if (act.objects) {
    t->db.Run(
        "UPDATE authors SET objects = ?3 "
        "WHERE site = ?1 AND author = ?2 AND comment = 0",
        act.site, Blob{author}, *act.objects);
  }
  if (act.restricted) {
    t->db.Run(
        "UPDATE authors SET restricted = ?3 "
        "WHERE site = ?1 AND author = ?2 AND comment = 0",
        act.site, Blob{author}, *act.restricted);
  }
}

}  // namespace

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const Restriction& act,
                                        Transaction* t) {
  const auto row = FindRow(&t->db, act.comment);
  if (!row) return NoComment();
  t->db.Run("DELETE FROM restrictions WHERE comment = ?1", row->id);
  if (!act.restricts && t->db.changed() == 0)
    return absl::FailedPreconditionError("the comment is not restricted");
  Event event = About(actor, *row, EventKind::kRestriction, "");
  event.code = act.restricts ? 1 : 2;
  const uint64_t token = t->block.Append(event);
  if (act.restricts) {
    t->db.Run("INSERT INTO restrictions (comment, event) VALUES (?1, ?2)",
              row->id, token);
    ForgetLessons(row->id, &t->db);
  }
  return token;
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const AuthorWishes& act,
                                        Transaction* t) {
  const std::string author = AuthorMark(t->key, act.author_id);
  if (author.empty() && act.email.empty() && act.address.empty() &&
      act.name.empty())
    return absl::FailedPreconditionError("a wish of nobody");
  if (!author.empty()) SetAuthorWishes(actor, act, author, t);
  const uint64_t token = t->block.Append({.kind = EventKind::kWishes,
                                          .time = actor.now,
                                          .site = act.site,
                                          .subject = actor.subject,
                                          .code = CodeOf(act),
                                          .payload = act.payload});
  SetWishes(act, token, t->key, &t->db);
  AnnounceUncounted(act.uncounted, token, actor.now, t);
  return token;
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const Rectification& act,
                                        Transaction* t) {
  const auto row = FindRow(&t->db, act.comment);
  if (!row) return NoComment();
  if (row->state == CommentState::kWithdrawn)
    return absl::FailedPreconditionError("the comment was withdrawn");
  if (IsOrdered(*row, &t->db))
    return absl::FailedPreconditionError("an authority has ordered it");
  Event event = About(actor, *row, EventKind::kRectification, act.payload);
  event.code = static_cast<int>(act.outcome);
  event.ground = act.ground;
  event.refers = row->resolution != 0 ? row->resolution : row->decision;
  const uint64_t token = t->block.Append(event);
  NoteBefore(*row, act.outcome, token, &t->db);
  PutInForce(*row,
             act.outcome == Outcome::kAccept ? CommentState::kAccepted
                                             : CommentState::kRefused,
             token, &t->db);
  return token;
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor, const Access& act,
                                        Transaction* t) {
  return t->block.Append({.kind = EventKind::kAccess,
                          .time = actor.now,
                          .site = act.site,
                          .comment = act.comment,
                          .subject = actor.subject,
                          .code = static_cast<int>(act.kind),
                          .payload = act.payload});
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const LegalHold& act, Transaction* t) {
  if (act.until <= actor.now)
    return absl::FailedPreconditionError("the hold would have ended before");
  const uint64_t token = t->block.Append({.kind = EventKind::kLegalHold,
                                          .time = actor.now,
                                          .site = act.site,
                                          .comment = act.comment,
                                          .subject = actor.subject,
                                          .code = 1,
                                          .payload = act.payload});
  t->db.Run(
      "INSERT INTO legal_holds (event, site, comment, article, author, until) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      token, act.site, act.comment, act.article,
      Blob{AuthorMark(t->key, act.author_id)}, act.until);
  return token;
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const LegalHoldEnd& act,
                                        Transaction* t) {
  std::string site, comment;
  {
    Rows rows = t->db.Query(
        "SELECT site, comment FROM legal_holds WHERE event = ?1 AND until > ?2",
        act.hold, actor.now);
    if (!rows.Next()) return absl::NotFoundError("no such hold is in force");
    site = rows.Text(0);
    comment = rows.Text(1);
  }
  t->db.Run("UPDATE legal_holds SET until = ?2 WHERE event = ?1", act.hold,
            actor.now);
  return t->block.Append({.kind = EventKind::kLegalHold,
                          .time = actor.now,
                          .site = site,
                          .comment = comment,
                          .subject = actor.subject,
                          .code = 2,
                          .refers = act.hold,
                          .payload = act.payload});
}

absl::StatusOr<uint64_t> ApplyPersonAct(const Actor& actor,
                                        const RemovalOrder& act,
                                        Transaction* t) {
  const auto row = FindRow(&t->db, act.comment);
  if (!row) return NoComment();
  Event event = About(actor, *row, EventKind::kRemovalOrder, act.payload);
  event.code = static_cast<int>(Outcome::kReject);
  event.ground = act.ground;
  event.refers = row->decision;
  const uint64_t token = t->block.Append(event);
  PutInForce(*row, CommentState::kRefused, token, &t->db);
  t->db.Run(
      "INSERT INTO ordered_texts (body, event, sealed) "
      "SELECT body, ?2, ?3 FROM comments WHERE id = ?1",
      row->id, token,
      Blob{t->key.Seal(OrderedTexts::Pack(act.order, act.text_bands))});
  return token;
}

bool IsOrdered(const CommentRow& row, Connection* db) {
  if (row.resolution == 0) return false;
  Rows rows =
      db->Query("SELECT kind FROM events WHERE token = ?1", row.resolution);
  return rows.Next() && rows.As<EventKind>(0) == EventKind::kRemovalOrder;
}

std::vector<std::string> ListAuthorComments(Connection* db,
                                            const SealingKey& key,
                                            std::string_view site,
                                            std::string_view author_id) {
  const std::string author = AuthorMark(key, author_id);
  std::vector<std::string> names;
  if (author.empty()) return names;
  Rows rows = db->Query(
      "SELECT name FROM authors AS a JOIN comments ON id = a.comment "
      "WHERE a.site = ?1 AND a.author = ?2 AND a.comment > 0 "
      "ORDER BY a.comment",
      site, Blob{author});
  while (rows.Next()) names.push_back(rows.Text(0));
  return names;
}

std::vector<std::string> ListCopies(Connection* db, std::string_view comment) {
  Rows rows = db->Query(
      "SELECT name FROM comments WHERE length(body) > 0 AND body = (SELECT "
      "body FROM comments WHERE name = ?1) ORDER BY id",
      comment);
  std::vector<std::string> names;
  while (rows.Next()) names.push_back(rows.Text(0));
  if (std::find(names.begin(), names.end(), comment) == names.end())
    names.emplace_back(comment);
  return names;
}

std::vector<StoredPayload> ScanPayloadRows(Connection* db,
                                           const SealingKey& key,
                                           std::string_view site, bool comments,
                                           uint64_t token, int payloads_max) {
  Rows rows = db->Query(
      comments
          ? "SELECT event, comment, sealed FROM payloads JOIN events ON "
            "events.token = payloads.event WHERE event > ?1 AND site = ?2 AND "
            "kind IN (1, 20) ORDER BY event LIMIT ?3"
          : "SELECT event, comment, sealed FROM payloads JOIN events ON "
            "events.token = payloads.event WHERE event > ?1 AND site = ?2 AND "
            "kind NOT IN (1, 20) ORDER BY event LIMIT ?3",
      token, site, payloads_max);
  std::vector<StoredPayload> payloads;
  while (rows.Next()) {
    StoredPayload one{.event = static_cast<uint64_t>(rows.Int(0)),
                      .comment = rows.Text(1)};
    if (auto payload = key.Open(rows.Text(2)); payload.ok())
      one.payload = *std::move(payload);
    payloads.push_back(std::move(one));
  }
  return payloads;
}

uint64_t NoticeAnswerToken(Connection* db, uint64_t notice) {
  Rows rows = db->Query("SELECT answer FROM notices WHERE event = ?1", notice);
  return rows.Next() ? static_cast<uint64_t>(rows.Int(0)) : 0;
}

std::vector<HoldRow> ListHoldRows(Connection* db, std::string_view site,
                                  absl::Time now) {
  Rows rows = db->Query(
      "SELECT event, site, comment, article, length(author) > 0, until FROM "
      "legal_holds WHERE site = ?1 AND until > ?2 ORDER BY event",
      site, now);
  std::vector<HoldRow> holds;
  while (rows.Next()) {
    holds.push_back({.event = static_cast<uint64_t>(rows.Int(0)),
                     .site = rows.Text(1),
                     .comment = rows.Text(2),
                     .article = rows.Text(3),
                     .of_author = rows.Bool(4),
                     .until = rows.Time(5)});
  }
  return holds;
}

std::vector<VaultEntry> ReadVaultRows(Connection* db, const SealingKey& key,
                                      std::string_view comment) {
  Rows rows = db->Query(
      "SELECT comment, until, sealed FROM vault WHERE comment = ?1 ORDER BY id",
      comment);
  std::vector<VaultEntry> entries;
  while (rows.Next()) {
    VaultEntry entry{.comment = rows.Text(0), .until = rows.Time(1)};
    if (auto payload = key.Open(rows.Text(2)); payload.ok())
      entry.payload = *std::move(payload);
    entries.push_back(std::move(entry));
  }
  return entries;
}

Removals ReadRemovals(Connection* db) {
  Rows rows = db->Query(
      "SELECT (SELECT coalesce(max(id), 0) FROM tombstones), "
      "(SELECT coalesce(max(event), 0) FROM ordered_texts), "
      "(SELECT coalesce(max(event), 0) FROM restrictions WHERE hides = 1), "
      "(SELECT coalesce(max(id), 0) FROM uncounted)");
  if (!rows.Next()) return {};
  return {.erased = static_cast<uint64_t>(rows.Int(0)),
          .ordered = static_cast<uint64_t>(rows.Int(1)),
          .restricted = static_cast<uint64_t>(rows.Int(2)),
          .uncounted = static_cast<uint64_t>(rows.Int(3))};
}

Removed ListRemovedSince(const Removals& since, const SealingKey& key,
                         Connection* db) {
  Removed removed;
  {
    Rows rows = db->Query(
        "SELECT comment FROM tombstones WHERE id > ?1 AND comment <> '' "
        "UNION ALL SELECT name FROM restrictions AS r JOIN comments ON id = "
        "r.comment WHERE r.event > ?2 AND r.hides = 1",
        since.erased, since.restricted);
    while (rows.Next()) removed.comments.push_back(rows.Text(0));
  }
  Rows rows =
      db->Query("SELECT sealed FROM uncounted WHERE id > ?1 ORDER BY id",
                since.uncounted);
  while (rows.Next()) {
    const auto bytes = key.Open(rows.Text(0));
    if (!bytes.ok()) continue;
    const size_t before = removed.authors.size();
    const size_t count = bytes->size() / sizeof(uint64_t);
    removed.authors.resize(before + count);
    std::memcpy(removed.authors.data() + before, bytes->data(),
                count * sizeof(uint64_t));
  }
  return removed;
}

void AnnounceUncounted(std::span<const uint64_t> authors, uint64_t token,
                       absl::Time now, Transaction* t) {
  if (authors.empty()) return;
  const std::string_view bytes(reinterpret_cast<const char*>(authors.data()),
                               authors.size_bytes());
  t->db.Run("INSERT INTO uncounted (id, time, sealed) VALUES (?1, ?2, ?3)",
            token, now, Blob{t->key.Seal(bytes)});
}

std::vector<Tombstone> ListTombstoneRows(Connection* db) {
  Rows rows = db->Query(
      "SELECT time, site, comment, author, payload, rewrite FROM tombstones "
      "ORDER BY id");
  std::vector<Tombstone> tombstones;
  while (rows.Next()) {
    tombstones.push_back({.time = rows.Time(0),
                          .site = rows.Text(1),
                          .comment = rows.Text(2),
                          .author = rows.Text(3),
                          .payload = static_cast<uint64_t>(rows.Int(4)),
                          .rewrite = rows.Bool(5)});
  }
  return tombstones;
}

}  // namespace crible
