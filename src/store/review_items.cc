#include "store/review_items.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "store/item_query.h"
#include "store/item_terms.h"
#include "store/known.h"
#include "store/notices.h"
#include "store/store.h"
#include "store/tables.h"

namespace crible {
namespace {

// Columns and tables that ReadComment and ReadItem read.
#define CRIBLE_COMMENT_COLUMNS                                        \
  "c.name, c.article, c.content, c.state, c.decision, c.resolution, " \
  "c.published, c.removed, c.seen, c.seen_by, c.reports, "            \
  "coalesce(p.sealed, '')"
#define CRIBLE_ITEM_COLUMNS                                                  \
  "SELECT " CRIBLE_COMMENT_COLUMNS                                           \
  ", i.comment, i.queue, i.lane, i.open, i.desk, i.fault_only, i.language, " \
  "i.since, i.due, i.version, i.claimed_by, i.claimed_until FROM "
#define CRIBLE_ITEM_JOINS                    \
  " JOIN comments AS c ON c.id = i.comment " \
  "LEFT JOIN payloads AS p ON p.event = c.decision "

StoredComment ReadComment(const SealingKey& key, Rows* rows) {
  StoredComment comment{.name = rows->Text(0),
                        .article = rows->Text(1),
                        .content = rows->Text(2),
                        .state = rows->As<CommentState>(3),
                        .decision = static_cast<uint64_t>(rows->Int(4)),
                        .resolution = static_cast<uint64_t>(rows->Int(5)),
                        .published = rows->Time(6),
                        .removed = rows->Time(7),
                        .seen = rows->Time(8),
                        .seen_by = rows->Text(9),
                        .reports = static_cast<uint32_t>(rows->Int(10))};
  if (auto payload = key.Open(rows->Text(11)); payload.ok())
    comment.payload = *std::move(payload);
  return comment;
}

ReviewItem ReadItem(const SealingKey& key, Rows* rows) {
  return {.comment = ReadComment(key, rows),
          .id = rows->Int(12),
          .queue = rows->As<ReviewQueue>(13),
          .lane = rows->As<Lane>(14),
          .open = rows->Bool(15),
          .desk = rows->Bool(16),
          .fault_only = rows->Bool(17),
          .language = rows->Text(18),
          .since = rows->Time(19),
          .due = rows->Time(20),
          .version = static_cast<uint64_t>(rows->Int(21)),
          .claimed_by = rows->Text(22),
          .claimed_until = rows->Time(23)};
}

void AddReportedGrounds(Connection* db, std::vector<ReviewItem>* items) {
  std::vector<int64_t> reported;
  for (const ReviewItem& item : *items)
    if (item.comment.reports > 0) reported.push_back(item.id);
  auto grounds = ReportedGrounds(db, reported);
  for (ReviewItem& item : *items) {
    if (const auto found = grounds.find(item.id); found != grounds.end())
      item.reported_grounds = std::move(found->second);
  }
}

// Of the ids, in the order of the queue, which is theirs.
std::vector<ReviewItem> ReadItems(Connection* db, const SealingKey& key,
                                  const std::vector<int64_t>& ids) {
  std::vector<ReviewItem> items;
  for (size_t begin = 0; begin < ids.size(); begin += kIdsAtOnce) {
    const IdList some(ids, begin);
    Rows rows = db->QueryWith(
        fmt::format(CRIBLE_ITEM_COLUMNS "items AS i" CRIBLE_ITEM_JOINS
                                        "WHERE i.comment IN {} "
                                        "ORDER BY i.due + 0, i.comment + 0",
                    some.places),
        some.values);
    while (rows.Next()) items.push_back(ReadItem(key, &rows));
  }
  return items;
}

// Of what lists of words have found; more are met along the queue sooner.
constexpr size_t kLookedUpMax = 10'000;

}  // namespace

std::vector<ReviewItem> ListItems(Connection* db, const SealingKey& key,
                                  const WordsOf& words_of,
                                  const ItemFilter& filter,
                                  const ItemPlace& place, int items_max,
                                  absl::Time now) {
  const std::string author = AuthorMark(key, filter.author_id);
  std::vector<ReviewItem> items;
  const auto found =
      HasTerms(filter) ? FindByTerms(filter, key, words_of, db) : std::nullopt;
  if (found) {
    const auto& taken = found->size() > kLookedUpMax ? TakenAlong : TakenAmong;
    const auto ids = taken(db, *found, filter, author, place, items_max, now);
    items = ReadItems(db, key, ids);
  } else {
    const ItemQuery query = QueryFor(db, filter, author, place, items_max, now);
    // Which ones first, then what they are: what is sorted is small.
    Rows rows = db->QueryWith(
        fmt::format(CRIBLE_ITEM_COLUMNS
                    "({}) AS page "
                    "JOIN items AS i ON i.comment = page.id" CRIBLE_ITEM_JOINS
                    "ORDER BY i.due, i.comment",
                    query.sql),
        query.values);
    while (rows.Next()) items.push_back(ReadItem(key, &rows));
  }
  AddReportedGrounds(db, &items);
  return items;
}

std::optional<ReviewItem> FindReviewItem(Connection* db, const SealingKey& key,
                                         std::string_view comment) {
  Rows rows = db->Query(CRIBLE_ITEM_COLUMNS "items AS i" CRIBLE_ITEM_JOINS
                                            "WHERE c.name = ?1 AND NOT EXISTS "
                                            "(SELECT 1 FROM restrictions AS r "
                                            "WHERE r.comment = c.id AND "
                                            "r.hides = 1)",
                        comment);
  if (!rows.Next()) return std::nullopt;
  std::vector<ReviewItem> items;
  items.push_back(ReadItem(key, &rows));
  AddReportedGrounds(db, &items);
  ReviewItem item = std::move(items[0]);
  Rows labels = db->Query(
      "SELECT label FROM item_labels WHERE comment = ?1 ORDER BY label",
      item.id);
  while (labels.Next()) item.labels.push_back(labels.Text(0));
  return item;
}

std::optional<StoredComment> FindStoredComment(Connection* db,
                                               const SealingKey& key,
                                               std::string_view name) {
  Rows rows = db->Query("SELECT " CRIBLE_COMMENT_COLUMNS
                        " FROM comments AS c LEFT JOIN payloads AS p "
                        "ON p.event = c.decision WHERE c.name = ?1",
                        name);
  if (!rows.Next()) return std::nullopt;
  return ReadComment(key, &rows);
}

std::optional<StoredCall> FindStoredCall(Connection* db, const SealingKey& key,
                                         std::string_view site,
                                         std::string_view request_id,
                                         absl::Time oldest) {
  Rows rows = db->Query(
      "SELECT content, coalesce(sealed, '') FROM calls "
      "LEFT JOIN payloads ON payloads.event = calls.decision "
      "WHERE site = ?1 AND request_id = ?2 AND time >= ?3",
      site, request_id, oldest);
  if (!rows.Next()) return std::nullopt;
  auto payload = key.Open(rows.Text(1));
  if (!payload.ok()) return std::nullopt;  // erased with its comment
  return StoredCall{.content = rows.Text(0), .payload = *payload};
}

std::optional<AuthorLine> FindAuthorLine(Connection* db, const SealingKey& key,
                                         std::string_view site,
                                         std::string_view author_id,
                                         int comments_max, absl::Time now) {
  AuthorLine line;
  const KnownQuery query{.site = site, .author_id = author_id, .now = now};
  const auto known = FindKnown(db, key, nullptr, query).author;
  if (!known) return std::nullopt;
  line.known = *known;
  const std::string author = AuthorMark(key, author_id);
  {
    Rows rows = db->Query(
        "SELECT status_until FROM authors "
        "WHERE site = ?1 AND author = ?2 AND comment = 0",
        site, Blob{author});
    if (rows.Next() && rows.Time(0) > now) line.status_until = rows.Time(0);
  }
  {
    Rows rows = db->Query(
        "SELECT count(*) FROM authors AS a JOIN comments ON id = a.comment "
        "WHERE a.site = ?1 AND a.author = ?2 AND a.comment > 0 AND state = ?3",
        site, Blob{author}, CommentState::kWaiting);
    if (rows.Next()) line.waiting = static_cast<uint32_t>(rows.Int(0));
  }
  Rows rows = db->Query(
      "SELECT " CRIBLE_COMMENT_COLUMNS
      " FROM authors AS a JOIN comments AS c ON c.id = a.comment "
      "LEFT JOIN payloads AS p ON p.event = c.decision "
      "WHERE a.site = ?1 AND a.author = ?2 AND a.comment > 0 AND NOT EXISTS "
      "(SELECT 1 FROM restrictions AS r WHERE r.comment = a.comment AND "
      "r.hides = 1) ORDER BY a.comment DESC LIMIT ?3",
      site, Blob{author}, comments_max);
  while (rows.Next()) line.comments.push_back(ReadComment(key, &rows));
  return line;
}

uint32_t CountHeldItems(Connection* db, std::string_view site) {
  Rows rows = db->Query(
      "SELECT count(*) FROM (SELECT 1 FROM items WHERE open = 1 AND "
      "site = ?1 AND queue = ?2 LIMIT ?3) AS held",
      site, ReviewQueue::kHeld, Store::kHeldCountMax);
  return rows.Next() ? static_cast<uint32_t>(rows.Int(0)) : 0;
}

// From each site to the next along an index: sites are few, items many.
std::vector<std::string> WaitingSites(Connection* db, bool fault_only) {
  std::vector<std::string> sites;
  std::string last;
  while (true) {
    Rows rows = db->Query(
        fault_only ? "SELECT site FROM items WHERE open = 1 AND "
                     "fault_only = 1 AND site > ?1 ORDER BY site LIMIT 1"
                   : "SELECT site FROM items WHERE open = 1 AND site > ?1 "
                     "ORDER BY site LIMIT 1",
        last);
    if (!rows.Next()) return sites;
    last = rows.Text(0);
    sites.push_back(last);
  }
}

std::vector<ReviewItem> ClaimItems(const ClaimRequest& request,
                                   Transaction* t) {
  std::vector<ReviewItem> items;
  if (request.comments.empty()) {
    ItemFilter filter = request.filter;
    filter.claimed = false;
    items = ListItems(&t->db, t->key, {}, filter, {}, request.items_max,
                      request.now);
  }
  for (const std::string& name : request.comments) {
    auto item = FindReviewItem(&t->db, t->key, name);
    if (!item || !item->open) continue;
    if (item->claimed_until > request.now &&
        item->claimed_by != request.subject)
      continue;
    items.push_back(*std::move(item));
  }
  const bool gives_back = request.lease <= absl::ZeroDuration();
  for (ReviewItem& item : items) {
    item.claimed_by = gives_back ? "" : request.subject;
    item.claimed_until =
        gives_back ? absl::InfinitePast() : request.now + request.lease;
    t->db.Run(
        "UPDATE items SET claimed_by = ?2, claimed_until = ?3 "
        "WHERE comment = ?1",
        item.id, item.claimed_by, item.claimed_until);
  }
  return items;
}

void RenewClaims(std::string_view site, const Actor& actor, Connection* db) {
  constexpr absl::Duration kRenewal = absl::Minutes(2);
  // Not each time: looking at an item would always be a write.
  db->Run(
      "UPDATE items SET claimed_until = ?4 WHERE open = 1 AND site = ?1 AND "
      "claimed_by <> '' AND claimed_by = ?2 AND claimed_until > ?3 AND "
      "claimed_until < ?5",
      site, actor.subject, actor.now, actor.now + kRenewal,
      actor.now + kRenewal / 2);
}

}  // namespace crible
