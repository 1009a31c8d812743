#ifndef CRIBLE_TOML_DOCUMENT_H_
#define CRIBLE_TOML_DOCUMENT_H_

// TOML files that people write: values that know their place, and all mistakes
// at once. toml++ stops at its first syntax error, so the file is cut at lines
// that begin a table and each block is read alone: one broken block costs only
// itself.
//
//   Document document = ReadDocument("rules/loans.toml", bytes);
//   for (const Table& rule : document.tables("rule")) { rule.String("id") … }
//
// Readers (rules, policy, grounds, cases) ask for the keys they know; what
// nobody lies outside becomes an "unknown-key" issue with a suggestion
// (CheckKeys).

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/issue.h"

namespace crible {

class Table;
class Value;
using Array = std::vector<Value>;

// A local date of TOML (until = 2026-12-31); date-times keep their text as
// well.
struct Date {
  int year = 0, month = 0, day = 0;
};
struct DateTime {
  Date date;
  int hour = 0, minute = 0, second = 0;
};

class Value {
 public:
  using Data = std::variant<std::string, int64_t, double, bool, Date, DateTime,
                            Array, std::shared_ptr<const Table>>;
  Value(Data data, Position at) : data_(std::move(data)), at_(at) {}

  template <typename T>
  const T* As() const {
    return std::get_if<T>(&data_);
  }
  const Table* AsTable() const;
  // A number of either kind.
  std::optional<double> AsNumber() const;
  Position at() const { return at_; }
  // "text", "number", "list", … in the words that messages use.
  Localized KindName() const;

 private:
  Data data_;
  Position at_;
};

class Table {
 public:
  struct Entry {
    std::string key;
    Value value;
    Position key_at;
  };

  Position at() const { return at_; }
  // In the order of the file. Dotted keys (unless.phrase = …) are nested
  // tables.
  const std::vector<Entry>& entries() const { return entries_; }
  const Value* Find(std::string_view key) const;

  // Used by the reader that builds a document, and by tests.
  explicit Table(Position at) : at_(at) {}
  void Add(Entry entry) { entries_.push_back(std::move(entry)); }

 private:
  Position at_;
  std::vector<Entry> entries_;
};

struct Document {
  std::string file;
  Table root{Position{1, 1}};  // keys before the first table, and [tables]
  // Elements of the arrays of tables by name, in the order of the file.
  std::map<std::string, std::vector<Table>, std::less<>> arrays;
  std::vector<Issue> issues;  // syntax only; meaning is the reader's
};

// Never fails: what could not be read is in `issues`. `file` is only for
// messages.
Document ReadDocument(std::string_view file, std::string_view bytes);

// The candidate that `word` most likely was meant to be (edit distance of at
// most a third of its length, at least 1; a swap of neighbours counts one), or
// nullopt.
std::optional<std::string> DidYouMean(
    std::string_view word, const std::vector<std::string_view>& candidates);

// Adds "unknown-key" (with a suggestion) for each key of `table` not in
// `known`.
void CheckKeys(const Table& table, const std::vector<std::string_view>& known,
               std::string_view file, std::vector<Issue>* issues);

}  // namespace crible

#endif  // CRIBLE_TOML_DOCUMENT_H_
