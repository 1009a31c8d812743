#include "store/event_rows.h"

#include "fmt/format.h"
#include "store/event_log.h"

namespace crible {
namespace {

std::string EventSelect() {
  return fmt::format(
      "SELECT {} FROM events LEFT JOIN payloads "
      "ON payloads.event = events.token",
      kEventColumns);
}

std::string EventQuery(const Store::EventFilter& filter) {
  const std::string_view which =
      filter.cause != 0        ? "token IN (SELECT event FROM resolutions "
                                 "WHERE cause = ?1 AND cause <> 0)"
      : filter.comment.empty() ? "site = ?1"
                               : "comment = ?1";
  return fmt::format("{} WHERE {} AND token > ?2{}{} ORDER BY token LIMIT ?3",
                     EventSelect(), which,
                     filter.decisions ? "" : " AND kind <> 1",
                     // What came from its archive is no news of a site.
                     which == "site = ?1" ? " AND kind <> 20" : "");
}

}  // namespace

std::vector<Event> ReadEventRows(Connection* db, const SealingKey& key,
                                 const Store::EventFilter& filter,
                                 uint64_t token, int events_max) {
  const std::string sql = EventQuery(filter);
  Rows rows =
      filter.cause != 0
          ? db->Query(sql, filter.cause, token, events_max)
          : db->Query(sql,
                      filter.comment.empty() ? filter.site : filter.comment,
                      token, events_max);
  std::vector<Event> events;
  while (rows.Next()) events.push_back(EventFrom(key, &rows));
  return events;
}

std::optional<Event> FindEventRow(Connection* db, const SealingKey& key,
                                  uint64_t token) {
  static const auto& sql =
      *new std::string(fmt::format("{} WHERE token = ?1", EventSelect()));
  Rows rows = db->Query(sql, token);
  if (!rows.Next()) return std::nullopt;
  return EventFrom(key, &rows);
}

}  // namespace crible
