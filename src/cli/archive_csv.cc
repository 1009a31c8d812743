// An archive as CSV (RFC 4180): the first record names the columns. The
// delimiter is the one of , ; and tab that stands most often there.

#include <algorithm>
#include <istream>
#include <optional>
#include <utility>

#include "absl/strings/str_join.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "cli/archive.h"
#include "fmt/format.h"

namespace crible {
namespace {

constexpr size_t kRecordBytesMax = size_t{1} << 20;

// One record: its fields, without quotes.
class CsvReader {
 public:
  explicit CsvReader(std::istream& in) : in_(in) {}

  // False at the end. A field may hold line breaks within quotes.
  bool Next(std::vector<std::string>* fields) {
    fields->assign(1, "");
    line_ = next_line_;
    bool quoted = false, any = false;
    size_t bytes = 0;
    for (int c = in_.get(); c != EOF; c = in_.get()) {
      any = true;
      if (++bytes > kRecordBytesMax) quoted = false;  // a quote never closed
      if (c == '\n') ++next_line_;
      if (quoted) {
        if (c != '"') {
          fields->back() += static_cast<char>(c);
        } else if (in_.peek() == '"') {
          fields->back() += static_cast<char>(in_.get());
        } else {
          quoted = false;
        }
      } else if (c == '"' && fields->back().empty()) {
        quoted = true;
      } else if (c == delimiter_) {
        fields->emplace_back();
      } else if (c == '\n') {
        return true;
      } else if (c != '\r') {
        fields->back() += static_cast<char>(c);
      }
    }
    return any;
  }

  // Reads the first line ahead, to know the delimiter.
  void FindDelimiter() {
    std::string first;
    std::getline(in_, first);
    const auto stands = [&](char c) {
      return std::count(first.begin(), first.end(), c);
    };
    delimiter_ = ',';
    for (const char c : {';', '\t'})
      if (stands(c) > stands(delimiter_)) delimiter_ = c;
    in_.clear();
    in_.seekg(0);
    if (first.starts_with("\xEF\xBB\xBF")) in_.seekg(3);
  }

  size_t line() const { return line_; }

 private:
  std::istream& in_;
  char delimiter_ = ',';
  size_t line_ = 1, next_line_ = 1;
};

// Which field each column is; nullopt for those that nobody reads.
absl::StatusOr<std::vector<std::optional<std::string>>> FieldsOf(
    const std::vector<std::string>& header, const ArchiveOptions& options) {
  std::vector<std::optional<std::string>> fields(header.size());
  for (const std::string& field : ArchiveFields()) {
    const auto column = options.columns.find(field);
    const std::string& name =
        column == options.columns.end() ? field : column->second;
    const auto at = std::find(header.begin(), header.end(), name);
    if (at != header.end()) {
      fields[static_cast<size_t>(at - header.begin())] = field;
      continue;
    }
    if (column == options.columns.end() && field != "body") continue;
    return LocalizedError(
        absl::StatusCode::kInvalidArgument,
        FormatBoth(
            "pas de colonne « {} » ; il y a : {} ; --map {}=COLONNE dit "
            "laquelle c'est",
            "no column \"{}\"; there are: {}; --map {}=COLUMN says which "
            "it is",
            name, absl::StrJoin(header, ", "), field));
  }
  return fields;
}

}  // namespace

absl::Status ReadArchiveCsv(std::istream& in, const ArchiveOptions& options,
                            const ArchiveReader::OnComment& on_comment,
                            const ArchiveReader::OnProblem& on_problem) {
  CsvReader reader(in);
  reader.FindDelimiter();
  std::vector<std::string> record;
  if (!reader.Next(&record)) return absl::OkStatus();
  const size_t columns = record.size();
  CRIBLE_ASSIGN_OR_RETURN(const auto fields, FieldsOf(record, options));
  while (reader.Next(&record)) {
    if (record.size() == 1 && record[0].empty()) continue;
    ArchiveComment comment{.line = reader.line()};
    absl::Status status;
    if (record.size() != columns) {
      status = LocalizedError(
          absl::StatusCode::kInvalidArgument,
          FormatBoth("{} champs au lieu de {}", "{} fields instead of {}",
                     record.size(), columns));
    }
    for (size_t i = 0; status.ok() && i < columns; ++i) {
      if (fields[i])
        status = SetArchiveField(*fields[i], record[i], options, &comment);
    }
    if (status.ok()) status = CheckArchiveComment(comment);
    if (status.ok()) {
      on_comment(&comment);
    } else {
      on_problem({reader.line(), MessageOf(status)});
    }
  }
  return absl::OkStatus();
}

}  // namespace crible
