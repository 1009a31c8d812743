#include "store/tables.h"

#include <algorithm>

#include "base/string_map.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr std::string_view kRowColumns =
    "SELECT id, name, site, author, content, decision, resolution, state, "
    "seen, reports, body "
    "FROM comments ";

std::optional<CommentRow> NextRow(Rows* rows) {
  if (!rows->Next()) return std::nullopt;
  return CommentRow{.id = rows->Int(0),
                    .name = rows->Text(1),
                    .site = rows->Text(2),
                    .author = rows->Text(3),
                    .content = rows->Text(4),
                    .body = rows->Text(10),
                    .decision = static_cast<uint64_t>(rows->Int(5)),
                    .resolution = static_cast<uint64_t>(rows->Int(6)),
                    .state = rows->As<CommentState>(7),
                    .seen = rows->Time(8),
                    .reports = static_cast<uint32_t>(rows->Int(9))};
}
std::optional<CommentRow> ReadRow(Rows rows) { return NextRow(&rows); }

std::string NamesQuery(size_t count) {
  std::string sql = "SELECT name FROM comments WHERE name IN (";
  for (size_t i = 1; i <= count; ++i)
    sql += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
  return sql + ")";
}

// Each once.
std::vector<std::string_view> Sorted(const std::vector<std::string>& labels) {
  std::vector<std::string_view> sorted(labels.begin(), labels.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace

std::string AuthorMark(const SealingKey& key, std::string_view author_id) {
  return author_id.empty() ? "" : key.Mark("author", author_id);
}

std::string BodyMark(const SealingKey& key, std::string_view body) {
  return body.empty() ? "" : key.Mark("body", body);
}

std::optional<CommentRow> FindRow(Connection* db, std::string_view name) {
  static const auto& sql =
      *new std::string(std::string(kRowColumns) + "WHERE name = ?1");
  return ReadRow(db->Query(sql, name));
}

std::optional<CommentRow> FindRow(Connection* db, int64_t id) {
  static const auto& sql =
      *new std::string(std::string(kRowColumns) + "WHERE id = ?1");
  return ReadRow(db->Query(sql, id));
}

// Level by level; what is out of sight is passed through, not taken.
std::vector<CommentRow> RepliesTo(Connection* db, const std::string& name) {
  static const auto& sql = *new std::string(
      std::string(kRowColumns) +
      "WHERE parent = ?1 AND parent <> '' ORDER BY id LIMIT ?2");
  std::vector<CommentRow> replies;
  std::vector<std::string> names = {name};
  StringSet seen(names.begin(), names.end());
  for (size_t next = 0; next < names.size(); ++next) {
    std::vector<CommentRow> level;
    Rows rows = db->Query(sql, names[next], kRepliesMax);
    while (auto row = NextRow(&rows)) level.push_back(*std::move(row));
    for (CommentRow& row : level) {
      if (names.size() > kRepliesMax || !seen.insert(row.name).second) continue;
      names.push_back(row.name);
      const bool counts = row.state == CommentState::kAccepted ||
                          row.state == CommentState::kWaiting;
      if (counts) replies.push_back(std::move(row));
    }
  }
  return replies;
}

std::optional<std::string> FindArticleBytes(Connection* db,
                                            std::string_view digest) {
  Rows rows = db->Query("SELECT bytes FROM articles WHERE digest = ?1", digest);
  if (!rows.Next()) return std::nullopt;
  return rows.Text(0);
}

StringSet AbsentNames(Connection* db, std::span<const std::string_view> names) {
  // So many values at once; what is missing are empty texts, which no comment
  // has as its name.
  constexpr size_t kNames = 64;
  static const auto& sql = *new std::string(NamesQuery(kNames));
  StringSet absent(names.begin(), names.end());
  for (size_t begin = 0; begin < names.size(); begin += kNames) {
    const size_t end = std::min(names.size(), begin + kNames);
    std::vector<Value> values(kNames, std::string_view());
    std::copy(names.begin() + begin, names.begin() + end, values.begin());
    Rows rows = db->QueryWith(sql, values);
    while (rows.Next()) absent.erase(rows.Text(0));
  }
  return absent;
}

IdList::IdList(const std::vector<int64_t>& ids, size_t begin) {
  constexpr size_t kFew = 32;
  const size_t end = std::min(ids.size(), begin + kIdsAtOnce);
  const size_t count = end - begin <= kFew ? kFew : kIdsAtOnce;
  for (size_t i = 0; i < count; ++i) {
    places += fmt::format("{}?{}", i == 0 ? "(" : ", ", i + 1);
    values.emplace_back(begin + i < end ? ids[begin + i] : 0);
  }
  places += ")";
}

void SetState(Connection* db, const CommentRow& row, CommentState state) {
  if (row.state == state) return;
  const auto counts = [&](CommentState of) {
    return (state == of) - (row.state == of);
  };
  db->Run("UPDATE comments SET state = ?2 WHERE id = ?1", row.id, state);
  if (row.author.empty()) return;
  db->Run(
      "UPDATE authors SET accepted = accepted + ?3, refused = refused + ?4 "
      "WHERE site = ?1 AND author = ?2 AND comment = 0",
      row.site, Blob{row.author}, counts(CommentState::kAccepted),
      counts(CommentState::kRefused));
}

absl::Duration Allowance(ReviewQueue queue, Lane lane) {
  if (lane == Lane::kUrgent) return -absl::Hours(24 * 30);
  if (lane == Lane::kFirst) return absl::Hours(1);
  switch (queue) {
    case ReviewQueue::kHeld:
      return absl::Hours(24);
    case ReviewQueue::kLook:
      return absl::Hours(48);
    case ReviewQueue::kReported:
      return absl::Hours(4);
  }
  return absl::ZeroDuration();
}

void AddLabels(int64_t comment, const std::vector<std::string>& labels,
               Connection* db) {
  // In the order of their key: pages that grow at their end alone are left
  // full.
  for (const std::string_view label : Sorted(labels)) {
    db->Run(
        "INSERT INTO item_labels (comment, label) VALUES (?1, ?2) "
        "ON CONFLICT DO NOTHING",
        comment, label);
  }
}

bool IsListed(std::string_view label) {
  return label.starts_with("rule:") || label.starts_with("category:") ||
         label.starts_with("ground:");
}

// IsListed in the words of both statements. What is not held stands a second
// time, beside its queue.
#define CRIBLE_LISTED_LABELS_AS(label, only)        \
  "SELECT i.site, " label                           \
  ", i.due, i.comment FROM items AS i "             \
  "JOIN item_labels AS l ON l.comment = i.comment " \
  "WHERE i.comment = ?1 AND i.open = 1 " only       \
  "AND substr(l.label, 1, 5) IN ('rule:', 'categ', 'groun')"
#define CRIBLE_LISTED_LABELS                                         \
  CRIBLE_LISTED_LABELS_AS("l.label", "")                             \
  " UNION ALL " CRIBLE_LISTED_LABELS_AS("i.queue || ' ' || l.label", \
                                        "AND i.queue <> 1 ")

void UnlistItem(int64_t comment, Connection* db) {
  db->Run(
      "DELETE FROM label_items WHERE (site, label, due, comment) IN "
      "(" CRIBLE_LISTED_LABELS ")",
      comment);
}

void ListItem(int64_t comment, Connection* db) {
  db->Run(
      "INSERT INTO label_items (site, label, due, "
      "comment) " CRIBLE_LISTED_LABELS,
      comment);
}

void ListNewItem(const NewItem& item, Connection* db) {
  const auto list = [&](std::string_view label) {
    db->Run(
        "INSERT INTO label_items (site, label, due, comment) "
        "VALUES (?1, ?2, ?3, ?4)",
        item.site, label, item.due, item.comment);
  };
  for (const std::string_view label : Sorted(item.labels)) {
    if (!IsListed(label)) continue;
    list(label);
    if (item.queue != ReviewQueue::kHeld)
      list(fmt::format("{} {}", static_cast<int>(item.queue), label));
  }
}

void CloseItem(int64_t comment, Connection* db) {
  UnlistItem(comment, db);
  db->Run(
      "UPDATE items SET open = 0, version = version + 1, claimed_by = '', "
      "claimed_until = 0 WHERE comment = ?1 AND open = 1",
      comment);
}

std::optional<ItemRow> FindItem(Connection* db, int64_t comment) {
  Rows rows = db->Query(
      "SELECT queue, open, desk, version, claimed_by, claimed_until, "
      "fault_only, lane "
      "FROM items WHERE comment = ?1",
      comment);
  if (!rows.Next()) return std::nullopt;
  return ItemRow{.queue = rows.As<ReviewQueue>(0),
                 .open = rows.Bool(1),
                 .desk = rows.Bool(2),
                 .fault_only = rows.Bool(6),
                 .lane = rows.As<Lane>(7),
                 .version = static_cast<uint64_t>(rows.Int(3)),
                 .claimed_by = rows.Text(4),
                 .claimed_until = rows.Time(5)};
}

}  // namespace crible
