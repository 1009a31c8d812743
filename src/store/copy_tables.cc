#include "store/copy_tables.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "fmt/format.h"

namespace crible {
namespace {

// Every table, one that others refer to before them, with its columns: numbers,
// :text and :blob.
constexpr struct {
  std::string_view name, columns;
} kTables[] = {
    {"payloads", "event sealed:blob"},
    {"events",
     "token block kind time site:text comment:text subject:text code "
     "ground:text refers payload_hash:blob"},
    {"blocks", "number first_token last_token time root:blob hash:blob"},
    {"comments",
     "id name:text site:text article:text author:blob body:blob content:text "
     "decision resolution state observed decided published removed seen "
     "seen_by:text reports parent:text"},
    {"calls", "site:text request_id:text content:text decision time"},
    {"items",
     "comment site:text queue lane open desk fault_only language:text since "
     "due version claimed_by:text claimed_until alarm_due "
     "article:text"},
    {"item_labels", "comment label:text"},
    {"label_items", "site:text label:text due comment"},
    {"resolutions",
     "event comment outcome state_before resolution_before queue_before "
     "desk_before undone cause open_before"},
    {"notices", "event comment answer reporter:blob request_id:text weight"},
    {"authors",
     "site:text author:blob comment comments accepted refused first_seen "
     "status status_until objects restricted"},
    {"article_modes", "article:text mode until event"},
    {"keys",
     "id:text hash:blob subject:text scopes:text sites:text created revoked"},
    {"marks", "name:text value"},
    {"articles", "digest:text bytes:blob used"},
    {"restrictions", "comment event hides"},
    {"wishes", "site:text mark:blob kind objects restricted event"},
    {"uncounted", "id time sealed:blob"},
    {"vault", "id site:text comment:text until sealed:blob"},
    {"legal_holds",
     "event site:text comment:text article:text author:blob until"},
    {"waiting_erasures", "comment event"},
    {"tombstones",
     "id time site:text comment:text author:blob payload rewrite"},
    {"ordered_texts", "body:blob event sealed:blob"},
    {"lessons",
     "event comment site:text source:text label category:text ground:text "
     "subject:text time hash live"},
    {"term_parts", "first last divisor items"},
    {"term_lists", "list sealed:blob"},
    {"term_changes", "comment times"},
    {"learning", "site:text upto upto_before held changes"},
};

struct Column {
  std::string name;
  std::string type;
};

void CopyTable(std::string_view name, const std::vector<Column>& columns,
               Connection* from, Connection* to) {
  std::vector<std::string> names, places;
  for (const Column& column : columns) {
    names.push_back(column.name);
    places.push_back(fmt::format("?{}", places.size() + 1));
  }
  const std::string list = absl::StrJoin(names, ", ");
  const std::string insert =
      fmt::format("INSERT INTO {} ({}) VALUES ({})", name, list,
                  absl::StrJoin(places, ", "));
  Rows rows = from->Query(fmt::format("SELECT {} FROM {}", list, name));
  while (rows.Next() && to->status().ok()) {
    std::vector<Value> values;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].type == "text") {
        values.push_back(rows.Bytes(i));
      } else if (columns[i].type == "blob") {
        values.push_back(Blob{rows.Bytes(i)});
      } else {
        values.push_back(rows.Int(i));
      }
    }
    to->RunWith(insert, values);
  }
}

std::vector<Column> ColumnsOf(std::string_view text) {
  std::vector<Column> columns;
  for (const auto column :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ' ')) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(column, absl::MaxSplits(':', 1));
    columns.push_back({parts.first, parts.second});
  }
  return columns;
}

}  // namespace

absl::Status CopyTables(Connection* from, Connection* to) {
  from->BeginRead();
  to->BeginWrite();
  for (const auto& table : kTables)
    CopyTable(table.name, ColumnsOf(table.columns), from, to);
  if (from->status().ok()) to->Commit();
  const absl::Status status =
      from->status().ok() ? to->status() : from->status();
  from->Rollback();
  if (!status.ok()) to->Rollback();
  return status;
}

}  // namespace crible
