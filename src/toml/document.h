#ifndef CRIBLE_TOML_DOCUMENT_H_
#define CRIBLE_TOML_DOCUMENT_H_

// TOML files that people write: values that know their place, and all mistakes
// at once. toml++ stops at its first syntax error, so a file with one is cut at
// lines that begin a table and each block is read alone: one broken block costs
// only itself.
//
//   Document document = ReadDocument("rules/loans.toml", bytes);
//   for (const Table& rule : document.Tables("rule")) { rule.Find("id") … }
//
// Readers (rules, policy, grounds, cases) ask for the keys that they know; what
// nobody asks for is told by CheckKeys (keys.h).

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/issue.h"
#include "base/localized.h"
#include "base/string_map.h"

namespace crible {

class Table;
class Value;
using Array = std::vector<Value>;

// Of one file; what is above says so and is not read.
inline constexpr size_t kSyntaxIssuesMax = 100;
inline constexpr size_t kDottedKeyPartsMax = 16;

// A local date of TOML (until = 2026-12-31).
struct Date {
  int year = 0, month = 0, day = 0;
};
// A date with a time; an offset, if written, is dropped.
struct DateTime {
  Date date;
  int hour = 0, minute = 0, second = 0;
};
// A time of day without a date (22:00:00).
struct TimeOfDay {
  int hour = 0, minute = 0, second = 0;
};

class Value {
 public:
  using Data = std::variant<std::string, int64_t, double, bool, Date, DateTime,
                            TimeOfDay, Array, std::shared_ptr<const Table>>;
  Value(Data data, Position at) : data_(std::move(data)), at_(at) {}

  template <typename T>
  const T* As() const {
    return std::get_if<T>(&data_);
  }
  const Table* AsTable() const;
  // A number of either kind.
  std::optional<double> AsNumber() const;
  Position at() const { return at_; }
  // "a text", "un nombre", "a list", …: in the words that messages use.
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
  const Entry* FindEntry(std::string_view key) const;
  const Value* Find(std::string_view key) const;

  // Used by the reader that builds a document, and by tests.
  explicit Table(Position at) : at_(at) {}
  // The key must not be there yet.
  void Add(Entry entry);
  Value* FindForMerge(std::string_view key);
  // Leaves the table empty.
  std::vector<Entry> TakeEntries();

 private:
  Position at_;
  static constexpr size_t kScannedMax = 16;

  std::vector<Entry> entries_;
  StringMap<uint32_t> index_;  // of more than kScannedMax
};

struct Document {
  std::string file;
  std::string text;            // as read, without a byte order mark
  Table root{Position{1, 1}};  // keys before the first table, and [tables]
  // Elements of the arrays of tables by name, in the order of the file. They
  // are not in `root`.
  std::map<std::string, std::vector<Table>, std::less<>> arrays;
  std::vector<Issue> issues;  // syntax only; meaning is the reader's

  // The [[name]] tables; empty when there are none.
  const std::vector<Table>& Tables(std::string_view name) const;
  // Where the byte `offset` of a text stands in the file; the value's own place
  // when it was written with escapes.
  Position PlaceInText(const Value& value, size_t offset) const;
};

// Never fails: what could not be read is in `issues`. `file` is only for
// messages.
Document ReadDocument(std::string_view file, std::string_view bytes);

}  // namespace crible

#endif  // CRIBLE_TOML_DOCUMENT_H_
