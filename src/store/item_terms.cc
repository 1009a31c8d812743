#include "store/item_terms.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <map>
#include <set>

#include "fmt/format.h"
#include "store/tables.h"

namespace crible {
namespace {

static_assert(std::endian::native == std::endian::little);

// Beyond so many the queue itself is soon gone through as far as a page.
constexpr size_t kFoundMax = 300'000;
// Looked at item by item, as no part has them as they are.
constexpr int64_t kLooseMax = 8192;
// Of a filter; with so many there is little left to narrow down.
constexpr size_t kWordsMax = 6;

constexpr std::string_view kTurn = "turn of item terms";

KeyedHash::Key HashKey(const SealingKey& key) {
  const std::string mark = key.Mark("item terms", "key");
  KeyedHash::Key words;
  std::memcpy(words.data(), mark.data(), sizeof(words));
  return words;
}

struct TermPart {
  int64_t first = 0, last = 0, divisor = 1;
};

std::vector<TermPart> ListParts(Connection* db) {
  std::vector<TermPart> parts;
  Rows rows =
      db->Query("SELECT first, last, divisor FROM term_parts ORDER BY first");
  while (rows.Next()) parts.push_back({rows.Int(0), rows.Int(1), rows.Int(2)});
  return parts;
}

uint64_t Number(const Term& term, int64_t offset) {
  return term.print << kTermIdBits | static_cast<uint64_t>(offset);
}

void AppendItems(const Term& term, int64_t first,
                 const std::vector<uint64_t>& numbers,
                 std::vector<int64_t>* items) {
  constexpr uint64_t kOffset = (uint64_t{1} << kTermIdBits) - 1;
  for (auto at =
           std::lower_bound(numbers.begin(), numbers.end(), Number(term, 0));
       at != numbers.end() && *at >> kTermIdBits == term.print; ++at) {
    items->push_back(first + static_cast<int64_t>(*at & kOffset));
  }
}

std::vector<int64_t> Union(const std::vector<int64_t>& a,
                           const std::vector<int64_t>& b) {
  std::vector<int64_t> both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(),
                 std::back_inserter(both));
  return both;
}

std::vector<int64_t> Intersection(const std::vector<int64_t>& a,
                                  const std::vector<int64_t>& b) {
  std::vector<int64_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  return both;
}

// Whether a third of the items have the term, as far as one part tells. Its
// lists would be long, and narrow down little.
bool IsFrequent(const Term& term, const SealingKey& key, Connection* db) {
  Rows rows = db->Query(
      "SELECT p.first, p.items, l.sealed FROM (SELECT first, items, divisor "
      "FROM term_parts ORDER BY items DESC LIMIT 1) AS p CROSS JOIN term_lists "
      "AS l WHERE l.list = p.first * ?1 + ?2 / p.divisor",
      kTermLists, term.list);
  if (!rows.Next()) return false;
  std::vector<int64_t> items;
  AppendItems(term, rows.Int(0), OpenTerms(rows.Bytes(2), key), &items);
  return 3 * static_cast<int64_t>(items.size()) > rows.Int(1);
}

// The items of one part that have each of the terms.
using PartLists = std::vector<std::vector<int64_t>>;

// By the first of each part. One statement: parts are put together meanwhile.
std::map<int64_t, PartLists> ReadLists(const std::vector<Term>& terms,
                                       const SealingKey& key, Connection* db) {
  std::string sql;
  std::vector<Value> values;
  for (size_t i = 0; i < terms.size(); ++i) {
    sql += fmt::format(
        "{}SELECT CAST({} AS BIGINT), p.first, l.sealed FROM term_parts AS p "
        "CROSS JOIN term_lists AS l WHERE l.list = p.first * {} + ?{} / "
        "p.divisor",
        i == 0 ? "" : " UNION ALL ", i, kTermLists, i + 1);
    values.emplace_back(terms[i].list);
  }
  std::map<int64_t, PartLists> parts;
  Rows rows = db->QueryWith(sql, values);
  while (rows.Next()) {
    const auto term = static_cast<size_t>(rows.Int(0));
    PartLists& lists = parts[rows.Int(1)];
    lists.resize(terms.size());
    AppendItems(terms[term], rows.Int(1), OpenTerms(rows.Bytes(2), key),
                &lists[term]);
  }
  return parts;
}

// The items of a part that may have all of the terms, of which those of
// comments with many words, the last list, may have any word.
std::vector<int64_t> ItemsOf(const PartLists& lists, size_t first_word,
                             bool by_words) {
  std::optional<std::vector<int64_t>> items;
  const size_t end = by_words ? lists.size() - 1 : lists.size();
  for (size_t i = 0; i < end; ++i) {
    const auto have = i < first_word ? lists[i] : Union(lists[i], lists.back());
    items = items ? Intersection(*items, have) : have;
  }
  return *std::move(items);
}

bool HasWords(const std::vector<std::string>& words,
              const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  });
}

// Of items after the last part, or noted, those that may be meant. False if
// there are too many.
bool FindLoose(const ItemFilter& filter, bool by_words, bool noted,
               const SealingKey& key, const WordsOf& words_of, Connection* db,
               std::set<int64_t>* found) {
  int64_t looked = 0;
  // Words that no index has: the way is along the ids.
  const std::string sql = fmt::format(
      "SELECT i.comment, {} FROM {} WHERE i.comment {} AND i.open + 0 = 1 AND "
      "i.site || '' = ?1 LIMIT ?2",
      by_words ? "coalesce(p.sealed, '')" : "''",
      fmt::format(
          "{}items AS i{}", noted ? "term_changes AS n CROSS JOIN " : "",
          by_words ? " JOIN comments AS c ON c.id = i.comment LEFT JOIN "
                     "payloads AS p ON p.event = c.decision"
                   : ""),
      noted ? "= n.comment"
            : "> (SELECT coalesce(max(last), 0) FROM term_parts)");
  Rows rows = db->Query(sql, filter.site, kLooseMax + 1);
  while (rows.Next()) {
    if (++looked > kLooseMax) return false;
    if (by_words) {
      const auto payload = key.Open(rows.Bytes(1));
      if (!payload.ok() || !HasWords(words_of(*payload), filter.words))
        continue;
    }
    found->insert(rows.Int(0));
  }
  return true;
}

// Takes what is gone out of one part, if it is there.
void ForgetInPart(const TermPart& part, const std::set<int64_t>& items,
                  Transaction* t) {
  struct List {
    int64_t list;
    std::vector<uint64_t> numbers;
  };
  std::vector<List> changed;
  const auto is_gone = [&](uint64_t number) {
    constexpr uint64_t kOffset = (uint64_t{1} << kTermIdBits) - 1;
    return items.contains(part.first + static_cast<int64_t>(number & kOffset));
  };
  {
    Rows rows = t->db.Query(
        "SELECT list, sealed FROM term_lists WHERE list >= ?1 AND list < ?2",
        part.first * kTermLists, (part.first + 1) * kTermLists);
    while (rows.Next()) {
      auto numbers = OpenTerms(rows.Bytes(1), t->key);
      if (std::erase_if(numbers, is_gone) > 0)
        changed.push_back({rows.Int(0), std::move(numbers)});
    }
  }
  for (const List& list : changed) {
    t->db.Run("UPDATE term_lists SET sealed = ?2 WHERE list = ?1", list.list,
              Blob{SealTerms(list.numbers, t->key)});
  }
  t->db.Run("UPDATE term_parts SET items = items - ?2 WHERE first = ?1",
            part.first, items.size());
}

bool IsInPart(const TermPart& part, int64_t item, const Terms& terms,
              Transaction* t) {
  const Term own = terms.OfItem(item);
  Rows rows = t->db.Query("SELECT sealed FROM term_lists WHERE list = ?1",
                          part.first * kTermLists + own.list / part.divisor);
  if (!rows.Next()) return false;
  std::vector<int64_t> found;
  AppendItems(own, part.first, OpenTerms(rows.Bytes(0), t->key), &found);
  return std::find(found.begin(), found.end(), item) != found.end();
}

}  // namespace

Terms::Terms(const SealingKey& key) : hash_(HashKey(key)) {}

Term Terms::Of(std::string_view kind, std::string_view site,
               std::string_view text) const {
  const Hash128 hash = hash_(fmt::format("{} {} {}", kind, site, text));
  return {.list = static_cast<int64_t>(hash.low % kTermLists),
          .print = hash.high >> kTermIdBits};
}
Term Terms::OfWord(std::string_view site, std::string_view word) const {
  return Of("word", site, word);
}
Term Terms::OfLabel(std::string_view site, std::string_view label) const {
  return Of("label", site, label);
}
Term Terms::OfItem(int64_t item) const {
  return Of("item", "", std::to_string(item));
}
Term Terms::OfManyWords(std::string_view site) const {
  return Of("many", site, "");
}

std::string SealTerms(const std::vector<uint64_t>& sorted,
                      const SealingKey& key) {
  return key.Seal({reinterpret_cast<const char*>(sorted.data()),
                   sorted.size() * sizeof(uint64_t)});
}

std::vector<uint64_t> OpenTerms(std::string_view sealed,
                                const SealingKey& key) {
  const auto bytes = key.Open(sealed);
  if (!bytes.ok()) return {};
  std::vector<uint64_t> numbers(bytes->size() / sizeof(uint64_t));
  std::memcpy(numbers.data(), bytes->data(), numbers.size() * sizeof(uint64_t));
  return numbers;
}

bool HasTerms(const ItemFilter& filter) {
  return !filter.words.empty() ||
         (!filter.label.empty() && !IsListed(filter.label));
}

std::optional<std::vector<int64_t>> FindByTerms(const ItemFilter& filter,
                                                const SealingKey& key,
                                                const WordsOf& words_of,
                                                Connection* db) {
  const bool by_label = !filter.label.empty() && !IsListed(filter.label);
  const bool by_words = !filter.words.empty() && words_of != nullptr;
  if (!by_label && !by_words) return std::nullopt;
  // What no part has comes first: it may be put into one meanwhile.
  std::set<int64_t> loose;
  for (const bool noted : {false, true}) {
    if (!FindLoose(filter, by_words, noted, key, words_of, db, &loose))
      return std::nullopt;
  }
  const Terms all(key);
  std::vector<Term> terms;
  if (by_label) terms.push_back(all.OfLabel(filter.site, filter.label));
  const size_t first_word = terms.size();
  if (by_words) {
    for (const std::string& word : filter.words) {
      const Term term = all.OfWord(filter.site, word);
      if (terms.size() < first_word + kWordsMax && !IsFrequent(term, key, db))
        terms.push_back(term);
    }
    if (terms.empty()) return std::nullopt;
    terms.push_back(all.OfManyWords(filter.site));
  }
  std::vector<int64_t> items(loose.begin(), loose.end());
  for (const auto& [first, lists] : ReadLists(terms, key, db)) {
    const auto of_part = ItemsOf(lists, first_word, by_words);
    items.insert(items.end(), of_part.begin(), of_part.end());
    if (items.size() > kFoundMax) return std::nullopt;
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

void NoteTerms(int64_t item, Connection* db) {
  db->Run(
      "INSERT INTO term_changes (comment, times) VALUES (?1, 1) "
      "ON CONFLICT (comment) DO UPDATE SET times = term_changes.times + 1",
      item);
}

void ForgetTerms(std::span<const int64_t> items, Transaction* t) {
  if (items.empty()) return;
  NextTermTurn(&t->db);
  const Terms terms(t->key);
  const std::vector<TermPart> parts = ListParts(&t->db);
  std::map<int64_t, std::set<int64_t>> gone;  // by the first of the part
  const auto part_of = [&](int64_t item) -> const TermPart* {
    auto at = std::upper_bound(
        parts.begin(), parts.end(), item,
        [](int64_t id, const TermPart& part) { return id < part.first; });
    if (at == parts.begin() || item > (--at)->last) return nullptr;
    return &*at;
  };
  for (const int64_t item : items) {
    t->db.Run("DELETE FROM term_changes WHERE comment = ?1", item);
    const TermPart* part = part_of(item);
    if (part != nullptr && IsInPart(*part, item, terms, t))
      gone[part->first].insert(item);
  }
  for (const auto& [first, of_part] : gone)
    ForgetInPart(*part_of(*of_part.begin()), of_part, t);
}

int64_t TermTurn(Connection* db) {
  Rows rows = db->Query("SELECT value FROM marks WHERE name = ?1", kTurn);
  return rows.Next() ? rows.Int(0) : 0;
}

void NextTermTurn(Connection* db) {
  db->Run(
      "INSERT INTO marks (name, value) VALUES (?1, 1) "
      "ON CONFLICT (name) DO UPDATE SET value = marks.value + 1",
      kTurn);
}

}  // namespace crible
