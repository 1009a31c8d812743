#include "store/lessons.h"

#include <cstring>
#include <string>

#include "fmt/format.h"
#include "store/tables.h"

namespace crible {
namespace {

// From the mark of the text, which nobody without the key can foresee: equal
// texts stand together, so that one is never kept for testing while its copy is
// learned.
int64_t HashOf(std::string_view body_mark) {
  uint64_t bits = 0;
  std::memcpy(&bits, body_mark.data(), sizeof bits);
  return static_cast<int64_t>(bits >> 1);
}

void NoteChange(std::string_view site, Connection* db) {
  db->Run(
      "INSERT INTO learning (site, upto, upto_before, held, changes) "
      "VALUES (?1, 0, 0, 0, 1) ON CONFLICT (site) DO UPDATE SET "
      "changes = learning.changes + 1",
      site);
}

// The latest of a comment's lessons lives, the others do not.
void Revive(int64_t comment, Connection* db) {
  db->Run(
      "UPDATE lessons SET live = CASE WHEN event = (SELECT max(event) FROM "
      "lessons WHERE comment = ?1) THEN 1 ELSE 0 END WHERE comment = ?1",
      comment);
}

absl::Status NoSuchComment() {
  return absl::NotFoundError("no comment of this name is known");
}

SiteLearning FindLearning(Connection* db, std::string_view site) {
  Rows rows = db->Query(
      "SELECT site, upto, upto_before, held, changes FROM learning "
      "WHERE site = ?1",
      site);
  if (!rows.Next()) return {.site = std::string(site)};
  return {.site = rows.Text(0),
          .upto = static_cast<uint64_t>(rows.Int(1)),
          .upto_before = static_cast<uint64_t>(rows.Int(2)),
          .held = rows.Bool(3),
          .changes = rows.Int(4)};
}

}  // namespace

void AddLesson(const NewLesson& lesson, Connection* db) {
  std::string mark;
  {
    Rows rows = db->Query(
        "SELECT body FROM comments AS c WHERE id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM restrictions WHERE comment = ?1) AND NOT "
        "EXISTS (SELECT 1 FROM authors AS a WHERE a.site = c.site AND "
        "a.author = c.author AND a.comment = 0 AND a.restricted = 1)",
        lesson.comment);
    if (rows.Next()) mark = rows.Text(0);
  }
  if (mark.size() < sizeof(uint64_t)) return;
  db->Run("UPDATE lessons SET live = 0 WHERE comment = ?1", lesson.comment);
  db->Run(
      "INSERT INTO lessons (event, comment, site, source, label, category, "
      "ground, subject, time, hash, live) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)",
      lesson.event, lesson.comment, lesson.site, lesson.source, lesson.label,
      lesson.category, lesson.ground, lesson.subject, lesson.time,
      HashOf(mark));
  NoteChange(lesson.site, db);
}

void EndLesson(uint64_t event, Connection* db) {
  int64_t comment = 0;
  std::string site;
  {
    Rows rows =
        db->Query("SELECT comment, site FROM lessons WHERE event = ?1", event);
    if (!rows.Next()) return;
    comment = rows.Int(0);
    site = rows.Text(1);
  }
  db->Run("DELETE FROM lessons WHERE event = ?1", event);
  Revive(comment, db);
  NoteChange(site, db);
}

void ForgetLessons(int64_t comment, Connection* db) {
  std::string site;
  {
    Rows rows =
        db->Query("SELECT site FROM lessons WHERE comment = ?1", comment);
    if (!rows.Next()) return;
    site = rows.Text(0);
  }
  db->Run("DELETE FROM lessons WHERE comment = ?1", comment);
  NoteChange(site, db);
}

absl::StatusOr<uint64_t> ApplyImport(const Actor& actor, const Import& act,
                                     Transaction* t) {
  const CommentDecision& comment = act.comment;
  if (FindRow(&t->db, comment.comment))
    return absl::AlreadyExistsError("a comment of this name is known");
  const uint64_t token = RecordImport(actor, act, t);
  AddLesson({.event = token,
             .comment = static_cast<int64_t>(token),
             .site = comment.site,
             .source = act.source,
             .label = act.label,
             .category = act.category,
             .ground = act.ground,
             .subject = act.decided_by,
             .time = act.decided},
            &t->db);
  return token;
}

absl::StatusOr<uint64_t> ApplyTeaching(const Actor& actor, const Teaching& act,
                                       Transaction* t) {
  const auto row = FindRow(&t->db, act.comment);
  if (!row) return NoSuchComment();
  if (row->state == CommentState::kWithdrawn)
    return absl::FailedPreconditionError("the comment was withdrawn");
  const uint64_t token = t->block.Append({.kind = EventKind::kTeaching,
                                          .time = actor.now,
                                          .site = row->site,
                                          .comment = row->name,
                                          .subject = actor.subject,
                                          .code = static_cast<int>(act.label),
                                          .ground = act.ground,
                                          .refers = row->decision});
  AddLesson({.event = token,
             .comment = row->id,
             .site = row->site,
             .source = act.source,
             .label = act.label,
             .category = act.category,
             .ground = act.ground,
             .subject = actor.subject,
             .time = actor.now},
            &t->db);
  return token;
}

absl::StatusOr<uint64_t> ApplySourceDrop(const Actor& actor,
                                         const SourceDrop& act,
                                         Transaction* t) {
  Connection& db = t->db;
  std::vector<int64_t> comments;
  {
    Rows rows = db.Query(
        "SELECT DISTINCT comment FROM lessons WHERE site = ?1 AND source = ?2",
        act.site, act.source);
    while (rows.Next()) comments.push_back(rows.Int(0));
  }
  if (comments.empty())
    return absl::NotFoundError("no lesson comes from this source");
  db.Run("DELETE FROM lessons WHERE site = ?1 AND source = ?2", act.site,
         act.source);
  for (const int64_t comment : comments) Revive(comment, &db);
  NoteChange(act.site, &db);
  return t->block.Append({.kind = EventKind::kSourceDrop,
                          .time = actor.now,
                          .site = act.site,
                          .comment = act.source,
                          .subject = actor.subject,
                          .code = static_cast<int>(comments.size())});
}

absl::StatusOr<uint64_t> ApplyLayerChange(const Actor& actor,
                                          const LayerChange& act,
                                          Transaction* t) {
  const SiteLearning now = FindLearning(&t->db, act.site);
  if (act.back && now.upto == 0)
    return absl::FailedPreconditionError("the site has learned nothing yet");
  const uint64_t upto = act.back ? now.upto_before : act.upto;
  t->db.Run(
      "INSERT INTO learning (site, upto, upto_before, held, changes) "
      "VALUES (?1, ?2, ?3, ?4, 1) ON CONFLICT (site) DO UPDATE SET "
      "upto = excluded.upto, upto_before = excluded.upto_before, "
      "held = excluded.held, changes = learning.changes + 1",
      act.site, upto, act.back ? uint64_t{0} : now.upto, act.back);
  return t->block.Append({.kind = EventKind::kLayer,
                          .time = actor.now,
                          .site = act.site,
                          .comment = act.hash,
                          .subject = actor.subject,
                          .code = act.back ? 2 : 1,
                          .refers = upto});
}

std::vector<Lesson> ListLessonRows(Connection* db, const SealingKey& key,
                                   const LessonFilter& filter) {
  std::string where =
      "WHERE lessons.site = ?1 AND live = 1 AND lessons.event <= ?2";
  if (!filter.source.empty()) where += " AND source = ?3";
  if (filter.teaching)
    where += " AND (label = 1 OR category <> '' OR ground <> '')";
  if (filter.kept)
    where += *filter.kept ? " AND hash % 5 = 0"  // every fifth
                          : " AND hash % 5 <> 0";
  const std::string sql = fmt::format(
      "SELECT lessons.event, lessons.site, comments.name, source, label, "
      "category, ground, subject, time, hash, {} FROM lessons "
      "JOIN comments ON comments.id = lessons.comment "
      "LEFT JOIN payloads ON payloads.event = comments.decision {} "
      "ORDER BY hash, comments.name LIMIT {}",
      filter.texts ? "coalesce(sealed, '')" : "''", where, filter.lessons_max);
  const int64_t upto =
      filter.upto > INT64_MAX ? INT64_MAX : static_cast<int64_t>(filter.upto);
  std::vector<Value> values = {std::string_view(filter.site), upto};
  if (!filter.source.empty()) values.push_back(std::string_view(filter.source));
  Rows rows = db->QueryWith(sql, values);
  std::vector<Lesson> lessons;
  while (rows.Next()) {
    Lesson lesson{.event = static_cast<uint64_t>(rows.Int(0)),
                  .site = rows.Text(1),
                  .comment = rows.Text(2),
                  .source = rows.Text(3),
                  .label = rows.As<LessonLabel>(4),
                  .category = rows.Text(5),
                  .ground = rows.Text(6),
                  .subject = rows.Text(7),
                  .time = rows.Time(8),
                  .hash = rows.Int(9)};
    if (filter.texts) {
      auto payload = key.Open(rows.Text(10));
      if (!payload.ok()) continue;  // erased
      lesson.payload = *std::move(payload);
    }
    lessons.push_back(std::move(lesson));
  }
  return lessons;
}

std::vector<LessonSource> ListLessonSources(Connection* db,
                                            std::string_view site) {
  Rows rows = db->Query(
      "SELECT source, count(*), sum(CASE label WHEN 2 THEN 1 ELSE 0 END), "
      "max(time), max(event) FROM lessons WHERE site = ?1 AND live = 1 "
      "GROUP BY source ORDER BY source",
      site);
  std::vector<LessonSource> sources;
  while (rows.Next()) {
    sources.push_back({.source = rows.Text(0),
                       .lessons = rows.Int(1),
                       .refused = rows.Int(2),
                       .last = rows.Time(3),
                       .last_event = static_cast<uint64_t>(rows.Int(4))});
  }
  return sources;
}

std::vector<SiteLearning> ListLearningRows(Connection* db) {
  Rows rows = db->Query(
      "SELECT site, upto, upto_before, held, changes FROM learning "
      "ORDER BY site");
  std::vector<SiteLearning> sites;
  while (rows.Next()) {
    sites.push_back({.site = rows.Text(0),
                     .upto = static_cast<uint64_t>(rows.Int(1)),
                     .upto_before = static_cast<uint64_t>(rows.Int(2)),
                     .held = rows.Bool(3),
                     .changes = rows.Int(4)});
  }
  return sites;
}

}  // namespace crible
