#include "store/notices.h"

#include "fmt/format.h"

namespace crible {

std::string ReporterMark(const SealingKey& key, std::string_view site,
                         std::string_view reporter) {
  if (reporter.empty()) return "";
  return key.Mark("reporter", fmt::format("{} {}", site, reporter));
}

std::string RequestOf(const CommentRow& row, std::string_view request_id) {
  return request_id.empty() ? "" : fmt::format("{} {}", row.site, request_id);
}

std::optional<NoticeRow> FindNotice(Connection* db,
                                    const std::string& request) {
  if (request.empty()) return std::nullopt;
  Rows rows = db->Query(
      "SELECT event, comment FROM notices WHERE request_id = ?1 AND "
      "request_id <> ''",
      request);
  if (!rows.Next()) return std::nullopt;
  return NoticeRow{.event = static_cast<uint64_t>(rows.Int(0)),
                   .comment = rows.Int(1)};
}

ReporterRecord FindRecord(Connection* db, const std::string& reporter) {
  ReporterRecord record;
  if (reporter.empty()) return record;
  Rows rows = db->Query(
      "SELECT r.outcome, count(*) FROM notices AS n JOIN resolutions AS r "
      "ON r.event = n.answer WHERE n.reporter = ?1 GROUP BY r.outcome",
      Blob{reporter});
  while (rows.Next()) {
    const auto outcome = rows.As<Outcome>(0);
    const auto count = static_cast<uint32_t>(rows.Int(1));
    if (outcome == Outcome::kReject) record.upheld += count;
    if (outcome == Outcome::kAccept || outcome == Outcome::kKeep)
      record.unfounded += count;
  }
  return record;
}

uint32_t WeightOf(const ReporterRecord& record) {
  const uint32_t all = record.upheld + record.unfounded;
  if (all < kRecordMin) return 1;
  if (5 * record.upheld < all) return 0;
  return 5 * record.upheld >= 4 * all ? 2 : 1;
}

uint32_t CountReaders(Connection* db, int64_t comment) {
  Rows rows = db->Query(
      "SELECT length(reporter), count(DISTINCT reporter), count(*) "
      "FROM notices WHERE comment = ?1 AND weight > 0 "
      "GROUP BY length(reporter)",
      comment);
  uint32_t readers = 0;
  while (rows.Next()) {
    const bool unknown = rows.Int(0) == 0;
    readers += static_cast<uint32_t>(rows.Int(unknown ? 2 : 1));
  }
  return readers;
}

std::map<int64_t, std::vector<std::string>> ReportedGrounds(
    Connection* db, const std::vector<int64_t>& comments) {
  std::map<int64_t, std::vector<std::string>> grounds;
  for (size_t begin = 0; begin < comments.size(); begin += kIdsAtOnce) {
    const IdList ids(comments, begin);
    Rows rows = db->QueryWith(
        fmt::format(
            "SELECT DISTINCT n.comment, e.ground FROM notices AS n "
            "JOIN events AS e ON e.token = n.event WHERE n.comment IN {} AND "
            "n.answer = 0 AND n.weight > 0 AND e.ground <> '' "
            "ORDER BY n.comment, e.ground",
            ids.places),
        ids.values);
    while (rows.Next()) grounds[rows.Int(0)].push_back(rows.Text(1));
  }
  return grounds;
}

bool IsReported(Connection* db, int64_t comment) {
  return db
      ->Query(
          "SELECT 1 FROM notices WHERE comment = ?1 AND answer = 0 "
          "AND weight > 0 LIMIT 1",
          comment)
      .Next();
}

std::vector<NoticeRecord> ListNotices(Connection* db, std::string_view comment,
                                      int notices_max) {
  std::vector<NoticeRecord> notices;
  std::vector<std::string> reporters;
  const auto row = FindRow(db, comment);
  if (!row) return notices;
  {
    Rows rows = db->Query(
        "SELECT event, weight, reporter FROM notices WHERE comment = ?1 "
        "ORDER BY event LIMIT ?2",
        row->id, notices_max);
    while (rows.Next()) {
      notices.push_back({.event = static_cast<uint64_t>(rows.Int(0)),
                         .weight = static_cast<uint32_t>(rows.Int(1))});
      reporters.push_back(rows.Text(2));
    }
  }
  for (size_t i = 0; i < notices.size(); ++i)
    notices[i].record = FindRecord(db, reporters[i]);
  return notices;
}

void AnswerNotices(const Actor& actor, const CommentRow& row, Outcome outcome,
                   const std::string& ground, uint64_t resolution,
                   Transaction* t) {
  std::vector<uint64_t> notices;
  {
    Rows rows = t->db.Query(
        "SELECT event FROM notices WHERE comment = ?1 AND answer = 0 "
        "ORDER BY event",
        row.id);
    while (rows.Next()) notices.push_back(static_cast<uint64_t>(rows.Int(0)));
  }
  if (notices.empty()) return;
  for (const uint64_t notice : notices) {
    t->block.Append({.kind = EventKind::kNoticeAnswer,
                     .time = actor.now,
                     .site = row.site,
                     .comment = row.name,
                     .subject = actor.subject,
                     .code = static_cast<int>(outcome),
                     .ground = ground,
                     .refers = notice});
  }
  t->db.Run("UPDATE notices SET answer = ?2 WHERE comment = ?1 AND answer = 0",
            row.id, resolution);
}

}  // namespace crible
