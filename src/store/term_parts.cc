#include "store/term_parts.h"

#include <algorithm>

#include "store/tables.h"

namespace crible {
namespace {

constexpr int64_t kItemsMin = 512;  // of a new part
// Of any: nobody else writes while a part is put in.
constexpr int64_t kItemsMax = 4096;
constexpr int64_t kRowsMin = 4096;    // closed ones among them are passed by
constexpr int64_t kRowsMax = 65'536;  // looked at for one
// Lists have some kilobyte each, of which a page holds three: small parts have
// few.
constexpr int64_t kSmallMax = 2048;
constexpr int64_t kSmallDivisor = 16;
constexpr size_t kSmallParts = 16;  // are put together
constexpr int64_t kChangesMax = 512;
constexpr absl::Duration kChangesPause = absl::Minutes(10);
// A comment of 64 KiB may have 20,000.
constexpr size_t kWordsOfItemMax = 400;

struct KnownPart {
  PartRange range;
  int64_t items = 0;
};

std::vector<KnownPart> ListParts(Connection* db) {
  std::vector<KnownPart> parts;
  Rows rows =
      db->Query("SELECT first, last, items FROM term_parts ORDER BY first");
  while (rows.Next())
    parts.push_back({{rows.Int(0), rows.Int(1)}, rows.Int(2)});
  return parts;
}

std::optional<PartRange> NewItems(int64_t after, Connection* db) {
  Rows rows = db->Query(
      "SELECT comment, open FROM items WHERE comment > ?1 ORDER BY comment "
      "LIMIT ?2",
      after, kRowsMax);
  int64_t seen = 0, open = 0, last = 0;
  while (open < kItemsMax && rows.Next()) {
    ++seen;
    open += rows.Int(1);
    last = rows.Int(0);
  }
  if (open < kItemsMin && seen < kRowsMin) return std::nullopt;
  return PartRange{after + 1, last};
}

// The first row of small parts that is worth it.
std::optional<PartRange> SmallParts(const std::vector<KnownPart>& parts) {
  for (size_t begin = 0; begin < parts.size(); ++begin) {
    int64_t items = 0;
    size_t end = begin;
    while (end < parts.size() && end - begin < kSmallParts &&
           parts[end].items <= kSmallMax &&
           items + parts[end].items <= kItemsMax) {
      items += parts[end++].items;
    }
    const bool full = end < parts.size() && items > kItemsMax / 2;
    if (end - begin == kSmallParts || (full && end - begin > 1))
      return PartRange{parts[begin].range.first, parts[end - 1].range.last};
  }
  return std::nullopt;
}

std::optional<PartRange> Changed(const std::vector<KnownPart>& parts,
                                 absl::Time now, TermPace* pace,
                                 Connection* db) {
  int64_t count = 0, comment = 0;
  {
    Rows rows = db->Query(
        "SELECT count(*), coalesce(min(comment), 0) FROM term_changes WHERE "
        "comment <= ?1",
        parts.back().range.last);
    if (!rows.Next()) return std::nullopt;
    count = rows.Int(0);
    comment = rows.Int(1);
  }
  if (count == 0 ||
      (count <= kChangesMax && now < pace->changes_done + kChangesPause))
    return std::nullopt;
  pace->changes_done = now;
  for (const KnownPart& part : parts)
    if (comment <= part.range.last) return part.range;
  return std::nullopt;
}

// One part a call is counted.
std::optional<PartRange> MostlyClosed(const std::vector<KnownPart>& parts,
                                      TermPace* pace, Connection* db) {
  auto next =
      std::find_if(parts.begin(), parts.end(), [&](const KnownPart& part) {
        return part.range.last > pace->looked_at && part.items > 0;
      });
  if (next == parts.end()) {
    pace->looked_at = 0;
    return std::nullopt;
  }
  pace->looked_at = next->range.last;
  Rows rows = db->Query(
      "SELECT count(*) FROM items WHERE comment >= ?1 AND comment <= ?2 AND "
      "open + 0 = 1",
      next->range.first, next->range.last);
  if (!rows.Next() || 2 * rows.Int(0) >= next->items) return std::nullopt;
  return next->range;
}

// What an item's lists are made of, as they are put together.
class Builder {
 public:
  Builder(const PartRange& range, const SealingKey& key)
      : first_(range.first), key_(key), terms_(key), numbers_(kTermLists) {}

  void AddItem(int64_t item, const std::string& site,
               std::vector<std::string> words) {
    ++items_;
    Add(item, terms_.OfItem(item));
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() > kWordsOfItemMax) {
      Add(item, terms_.OfManyWords(site));
      return;
    }
    for (const std::string& word : words) Add(item, terms_.OfWord(site, word));
  }
  void AddLabel(int64_t item, const std::string& site,
                const std::string& label) {
    if (!IsListed(label)) Add(item, terms_.OfLabel(site, label));
  }

  void Finish(BuiltPart* part) {
    part->items = items_;
    if (items_ == 0) return;
    part->divisor = items_ <= kSmallMax ? kSmallDivisor : 1;
    for (int64_t list = 0; list < kTermLists; list += part->divisor) {
      auto& numbers = numbers_[static_cast<size_t>(list)];
      for (int64_t i = 1; i < part->divisor; ++i) {
        const auto& more = numbers_[static_cast<size_t>(list + i)];
        numbers.insert(numbers.end(), more.begin(), more.end());
      }
      std::sort(numbers.begin(), numbers.end());
      part->lists.push_back(SealTerms(numbers, key_));
    }
  }

 private:
  void Add(int64_t item, const Term& term) {
    numbers_[static_cast<size_t>(term.list)].push_back(
        term.print << kTermIdBits | static_cast<uint64_t>(item - first_));
  }

  const int64_t first_;
  const SealingKey& key_;
  const Terms terms_;
  std::vector<std::vector<uint64_t>> numbers_;
  int64_t items_ = 0;
};

}  // namespace

std::optional<PartRange> NextPart(absl::Time now, TermPace* pace,
                                  Connection* db) {
  const std::vector<KnownPart> parts = ListParts(db);
  const int64_t upto = parts.empty() ? 0 : parts.back().range.last;
  if (auto range = NewItems(upto, db)) return range;
  if (parts.empty()) return std::nullopt;
  if (auto range = SmallParts(parts)) return range;
  if (auto range = Changed(parts, now, pace, db)) return range;
  return MostlyClosed(parts, pace, db);
}

BuiltPart BuildPart(const PartRange& range, const SealingKey& key,
                    const WordsOf& words_of, Connection* db) {
  BuiltPart part{.range = range, .turn = TermTurn(db)};
  // First, so that what changes while the rest is read stays noted.
  {
    Rows rows = db->Query(
        "SELECT comment, times FROM term_changes WHERE comment >= ?1 AND "
        "comment <= ?2",
        range.first, range.last);
    while (rows.Next()) part.changes.push_back({rows.Int(0), rows.Int(1)});
  }
  Builder builder(range, key);
  {
    Rows rows = db->Query(
        "SELECT i.comment, i.site, coalesce(p.sealed, '') FROM items AS i "
        "JOIN comments AS c ON c.id = i.comment "
        "LEFT JOIN payloads AS p ON p.event = c.decision "
        "WHERE i.comment >= ?1 AND i.comment <= ?2 AND i.open + 0 = 1",
        range.first, range.last);
    while (rows.Next()) {
      const auto payload = key.Open(rows.Bytes(2));
      builder.AddItem(
          rows.Int(0), rows.Text(1),
          payload.ok() ? words_of(*payload) : std::vector<std::string>());
    }
  }
  {
    Rows rows = db->Query(
        "SELECT i.comment, i.site, l.label FROM items AS i "
        "JOIN item_labels AS l ON l.comment = i.comment "
        "WHERE i.comment >= ?1 AND i.comment <= ?2 AND i.open + 0 = 1",
        range.first, range.last);
    while (rows.Next())
      builder.AddLabel(rows.Int(0), rows.Text(1), rows.Text(2));
  }
  builder.Finish(&part);
  return part;
}

absl::Status PutPart(const BuiltPart& part, Transaction* t) {
  Connection& db = t->db;
  if (TermTurn(&db) != part.turn)
    return absl::AbortedError("other items were put in lists");
  NextTermTurn(&db);
  const PartRange& range = part.range;
  db.Run("DELETE FROM term_lists WHERE list >= ?1 AND list < ?2",
         range.first * kTermLists, (range.last + 1) * kTermLists);
  db.Run("DELETE FROM term_parts WHERE first >= ?1 AND first <= ?2",
         range.first, range.last);
  db.Run(
      "INSERT INTO term_parts (first, last, divisor, items) "
      "VALUES (?1, ?2, ?3, ?4)",
      range.first, range.last, part.divisor, part.items);
  int64_t list = range.first * kTermLists;
  for (const std::string& sealed : part.lists)
    db.Run("INSERT INTO term_lists (list, sealed) VALUES (?1, ?2)", list++,
           Blob{sealed});
  for (const BuiltPart::Change& change : part.changes) {
    db.Run("DELETE FROM term_changes WHERE comment = ?1 AND times = ?2",
           change.comment, change.times);
  }
  return absl::OkStatus();
}

}  // namespace crible
