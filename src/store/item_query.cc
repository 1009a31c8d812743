#include "store/item_query.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "store/tables.h"

namespace crible {
namespace {

// Lists are counted so far to tell which is shorter: first as far as costs
// nothing, then as far as it costs less than to go along the wrong one.
constexpr int kFewItems = 3000;
constexpr int kManyItems = 100'000;
// Going along the queue.
constexpr int kMetAtOnce = 1000;

constexpr std::string_view kUnrestricted =
    " AND NOT EXISTS (SELECT 1 FROM restrictions AS r "
    "WHERE r.comment = i.comment AND r.hides = 1)";

// SQL with ? for the next value.
struct Piece {
  std::string sql;
  std::vector<Value> values;
};

// One condition of a filter, twice: in the words of the index that has its
// items in the order of the queue, and in words that no index has, so that
// there is but one way to go.
struct Condition {
  Piece leads;  // empty without an index
  Piece follows;
  bool in_order = true;  // else all that it takes are sorted
  bool by_since = false;
  bool by_label = false;      // its list is label_items, not an index of items
  bool of_all_sites = false;  // its index does not begin with the site
};

// Numbers the places of values as pieces are put together.
class Sql {
 public:
  Sql() = default;
  explicit Sql(ItemQuery begin) : query_(std::move(begin)) {}

  void Add(std::string_view sql, const std::vector<Value>& values = {}) {
    size_t next = 0;
    for (const char c : sql) {
      if (c != '?') {
        query_.sql += c;
        continue;
      }
      query_.values.push_back(values[next++]);
      query_.sql += fmt::format("?{}", query_.values.size());
    }
  }
  void And(const Piece& piece) {
    Add(" AND ");
    Add(piece.sql, piece.values);
  }
  const ItemQuery& query() const { return query_; }
  ItemQuery Take() && { return std::move(query_); }

 private:
  ItemQuery query_;
};

// What is not held has lists of its own for each queue.
Condition ByLabel(const std::string& label, std::optional<ReviewQueue> queue) {
  const Value value = std::string_view(label);
  const bool has_own = queue.has_value() && *queue != ReviewQueue::kHeld;
  return {.leads = {has_own ? fmt::format("l.label = '{} ' || ?",
                                          static_cast<int>(*queue))
                            : "l.label = ?",
                    {value}},
          .follows = {"EXISTS (SELECT 1 FROM item_labels AS m WHERE "
                      "m.comment = i.comment AND m.label = ?)",
                      {value}},
          .by_label = true};
}

// The partial index of `only`, which its condition repeats word for word.
Condition ByNumber(std::string_view column, int64_t value,
                   std::string_view only) {
  const std::string plain = fmt::format("i.{} = ?", column);
  const bool has_index = !only.empty();
  return {.leads = {has_index ? fmt::format("{} AND {}", only, plain) : "",
                    {Value(value)}},
          .follows = {fmt::format("i.{} + 0 = ?", column), {Value(value)}}};
}

Condition ByText(std::string_view column, const std::string& value,
                 std::string_view only = "") {
  const Value bound = std::string_view(value);
  return {.leads = {fmt::format("{}i.{} = ?", only, column), {bound}},
          .follows = {fmt::format("i.{} || '' = ?", column), {bound}}};
}

Condition ByAuthor(const std::string& site, const std::string& author) {
  const Value value = Blob{author};
  return {.leads = {"i.comment IN (SELECT comment FROM authors WHERE "
                    "site = ? AND author = ? AND comment > 0)",
                    {std::string_view(site), value}},
          .follows = {"EXISTS (SELECT 1 FROM comments AS a WHERE "
                      "a.id = i.comment AND a.author = ?)",
                      {value}},
          .in_order = false,
          .of_all_sites = true};
}

Condition BySince(absl::Time min, absl::Time max) {
  const std::vector<Value> values = {ToMicros(min), ToMicros(max)};
  return {.leads = {"i.since >= ? AND i.since < ?", values},
          .follows = {"i.since + 0 >= ? AND i.since + 0 < ?", values},
          .in_order = false,
          .by_since = true};
}

// Those who have it in hand are few, and lapsed claims among them fewer.
Condition ByClaim(bool claimed, absl::Time now) {
  const std::vector<Value> values = {ToMicros(now)};
  if (!claimed) return {.follows = {"i.claimed_until + 0 <= ?", values}};
  return {.leads = {"i.claimed_by <> '' AND i.claimed_until > ?", values},
          .follows = {"i.claimed_until + 0 > ?", values}};
}

// What narrows down most comes first.
std::vector<Condition> ConditionsOf(const ItemFilter& filter,
                                    const std::string& author, absl::Time now) {
  std::vector<Condition> all;
  if (!author.empty()) all.push_back(ByAuthor(filter.site, author));
  if (!filter.article.empty()) {
    all.push_back(ByText("article", filter.article, "i.article <> '' AND "));
    all.back().of_all_sites = true;
  }
  if (filter.fault_only)
    all.push_back({.leads = {"i.fault_only = 1", {}},
                   .follows = {"i.fault_only + 0 = 1", {}}});
  if (filter.desk) {
    all.push_back({.leads = {*filter.desk ? "i.desk = 1" : "", {}},
                   .follows = {"i.desk + 0 = ?", {ToValue(*filter.desk)}}});
  }
  if (filter.claimed) all.push_back(ByClaim(*filter.claimed, now));
  if (filter.lane) {
    all.push_back(ByNumber("lane", static_cast<int64_t>(*filter.lane),
                           *filter.lane == Lane::kNormal ? "" : "i.lane <> 0"));
  }
  if (filter.queue) {
    all.push_back(
        ByNumber("queue", static_cast<int64_t>(*filter.queue),
                 *filter.queue == ReviewQueue::kHeld ? "" : "i.queue <> 1"));
  }
  if (!filter.label.empty()) {
    all.push_back(ByLabel(filter.label, filter.queue));
    if (!IsListed(filter.label)) all.back().leads = {};
  }
  if (!filter.language.empty())
    all.push_back(ByText("language", filter.language));
  if (filter.since_min != absl::InfinitePast() ||
      filter.since_max != absl::InfiniteFuture())
    all.push_back(BySince(filter.since_min, filter.since_max));
  return all;
}

Piece SiteOf(const ItemFilter& filter, const Condition* lead) {
  const Value site = std::string_view(filter.site);
  if (lead != nullptr && lead->by_label) return {"l.site = ?", {site}};
  const bool of_all_sites = lead != nullptr && lead->of_all_sites;
  return {of_all_sites ? "i.site || '' = ?" : "i.site = ?", {site}};
}

// How many a condition takes, as far as `max`.
int64_t Count(Connection* db, const ItemFilter& filter, const Condition& lead,
              int64_t max) {
  Sql sql;
  sql.Add("SELECT count(*) FROM (SELECT 1 FROM ");
  sql.Add(lead.by_label ? "label_items AS l WHERE 1 = 1"
                        : "items AS i WHERE i.open = 1");
  sql.And(SiteOf(filter, &lead));
  sql.And(lead.leads);
  sql.Add(" LIMIT ?) AS few", {Value(max)});
  Rows rows = db->QueryWith(sql.query().sql, sql.query().values);
  return rows.Next() ? rows.Int(0) : max;
}

// The condition on whose list fewest items are looked at; null for the whole
// queue.
const Condition* LeadOf(Connection* db, const ItemFilter& filter,
                        const std::vector<Condition>& all) {
  std::vector<const Condition*> leads;
  for (const Condition& one : all)
    if (!one.leads.sql.empty()) leads.push_back(&one);
  if (leads.empty()) return nullptr;
  if (all.size() == 1 && leads.front()->in_order) return leads.front();
  for (const int bound : {kFewItems, kManyItems}) {
    const Condition* best = nullptr;
    int64_t fewest = bound;
    for (const Condition* lead : leads) {
      const bool has_walk = lead->by_since && bound != kFewItems &&
                            filter.since_min != absl::InfinitePast();
      if (has_walk) continue;  // NewerQuery
      const int64_t count = Count(db, filter, *lead, fewest);
      if (count >= fewest) continue;
      fewest = count;
      best = lead;
    }
    if (best != nullptr) return best;
  }
  for (const Condition* lead : leads)
    if (lead->in_order) return lead;
  return nullptr;
}

// The first items after `from`, which all of the conditions take.
void AddWalk(const ItemFilter& filter, const std::vector<Condition>& all,
             const Piece& where, const ItemPlace& from, int items_max,
             Sql* sql) {
  sql->Add(
      "SELECT due, id FROM (SELECT i.due AS due, i.comment AS id "
      "FROM items AS i WHERE i.open = 1");
  sql->And(SiteOf(filter, nullptr));
  sql->And(where);
  for (const Condition& one : all) sql->And(one.follows);
  sql->Add(kUnrestricted);
  sql->Add(
      " AND (i.due, i.comment) > (?, ?) ORDER BY i.due, i.comment LIMIT ?) AS "
      "walk",
      {Value(from.due_micros), Value(from.id), Value(int64_t{items_max})});
}

// Very many have come since some time. Those of the usual lane are due a day
// after they came, which is where the walk begins; what is due sooner than that
// has an index of its own.
ItemQuery NewerQuery(const ItemFilter& filter,
                     const std::vector<Condition>& all, const ItemPlace& place,
                     int items_max) {
  const int64_t due = ToMicros(filter.since_min + absl::Hours(24));
  Sql sql;
  sql.Add("SELECT id FROM (");
  AddWalk(filter, all,
          {"i.due - i.since < 86400000000 AND i.due < ?", {Value(due)}}, place,
          items_max, &sql);
  sql.Add(" UNION ALL ");
  AddWalk(filter, all, {"1 = 1", {}},
          place.due_micros >= due
              ? place
              : ItemPlace{.due_micros = due - 1, .id = INT64_MAX},
          items_max, &sql);
  sql.Add(") AS newer ORDER BY due, id LIMIT ?", {Value(int64_t{items_max})});
  return std::move(sql).Take();
}

int64_t DueOf(Connection* db, int64_t item) {
  Rows rows = db->Query("SELECT due FROM items WHERE comment = ?1", item);
  return rows.Next() ? rows.Int(0) : INT64_MAX;
}

}  // namespace

ItemQuery QueryFor(Connection* db, const ItemFilter& filter,
                   const std::string& author, const ItemPlace& place,
                   int items_max, absl::Time now) {
  const std::vector<Condition> all = ConditionsOf(filter, author, now);
  const Condition* lead = LeadOf(db, filter, all);
  if (lead == nullptr && filter.since_min != absl::InfinitePast())
    return NewerQuery(filter, all, place, items_max);
  const bool by_label = lead != nullptr && lead->by_label;
  const bool sorts = lead != nullptr && !lead->in_order;
  // The joined table comes second, whatever the engine thinks.
  Sql sql;
  sql.Add("SELECT i.comment AS id FROM ");
  sql.Add(by_label ? "label_items AS l CROSS JOIN items AS i "
                     "WHERE i.comment = l.comment AND i.open = 1"
                   : "items AS i WHERE i.open = 1");
  sql.And(SiteOf(filter, lead));
  if (lead != nullptr) sql.And(lead->leads);
  for (const Condition& one : all)
    if (&one != lead) sql.And(one.follows);
  sql.Add(kUnrestricted);
  const std::string_view order = by_label ? "l.due, l.comment"
                                 : sorts  ? "i.due + 0, i.comment + 0"
                                          : "i.due, i.comment";
  sql.Add(
      fmt::format(" AND ({}) > (?, ?) ORDER BY {} LIMIT ?", order, order),
      {Value(place.due_micros), Value(place.id), Value(int64_t{items_max})});
  return std::move(sql).Take();
}

std::vector<int64_t> TakenAmong(Connection* db, const std::vector<int64_t>& ids,
                                const ItemFilter& filter,
                                const std::string& author,
                                const ItemPlace& place, int items_max,
                                absl::Time now) {
  const std::vector<Condition> all = ConditionsOf(filter, author, now);
  std::vector<std::pair<int64_t, int64_t>> taken;  // due, id
  for (size_t begin = 0; begin < ids.size(); begin += kIdsAtOnce) {
    const IdList some(ids, begin);
    Sql sql({.sql = "SELECT i.due, i.comment FROM items AS i WHERE "
                    "i.open + 0 = 1 AND i.comment IN " +
                    some.places,
             .values = some.values});
    sql.And({"i.site || '' = ?", {std::string_view(filter.site)}});
    for (const Condition& one : all) sql.And(one.follows);
    sql.Add(kUnrestricted);
    Rows rows = db->QueryWith(sql.query().sql, sql.query().values);
    while (rows.Next()) {
      const std::pair at(rows.Int(0), rows.Int(1));
      if (at > std::pair(place.due_micros, place.id)) taken.push_back(at);
    }
  }
  std::sort(taken.begin(), taken.end());
  if (taken.size() > static_cast<size_t>(items_max))
    taken.resize(static_cast<size_t>(items_max));
  std::vector<int64_t> first;
  for (const auto& [due, id] : taken) first.push_back(id);
  return first;
}

std::vector<int64_t> TakenAlong(Connection* db, const std::vector<int64_t>& ids,
                                const ItemFilter& filter,
                                const std::string& author,
                                const ItemPlace& place, int items_max,
                                absl::Time now) {
  std::vector<int64_t> first;
  ItemPlace at = place;
  int met = kMetAtOnce;
  while (met == kMetAtOnce && db->status().ok()) {
    const ItemQuery query = QueryFor(db, filter, author, at, kMetAtOnce, now);
    {
      Rows rows = db->QueryWith(query.sql, query.values);
      for (met = 0; rows.Next(); ++met) {
        at.id = rows.Int(0);
        if (!std::binary_search(ids.begin(), ids.end(), at.id)) continue;
        first.push_back(at.id);
        if (first.size() == static_cast<size_t>(items_max)) return first;
      }
    }
    at.due_micros = DueOf(db, at.id);
  }
  return first;
}

}  // namespace crible
