#include "store/observed.h"

namespace crible {
namespace {

// As ObservedFate counts.
#define CRIBLE_FATE                                      \
  "CASE WHEN state = 4 THEN 3 WHEN removed <> 0 THEN 2 " \
  "WHEN published <> 0 THEN 1 ELSE 0 END"
#define CRIBLE_OBSERVED                                  \
  "FROM comments WHERE site = ?1 AND observed <> 0 AND " \
  "decided >= ?2 AND decided < ?3 "

}  // namespace

bool Disagree(const ObservedCell& cell) {
  return cell.verdict == Verdict::kAccept
             ? cell.fate == ObservedFate::kRemoved
             : cell.fate == ObservedFate::kPublished;
}

std::vector<ObservedCell> CompareObserved(Connection* db, std::string_view site,
                                          absl::Time from, absl::Time to,
                                          int examples_max) {
  std::vector<ObservedCell> cells;
  {
    Rows rows = db->Query("SELECT observed, " CRIBLE_FATE
                          " AS fate, count(*), count(CASE WHEN reports > 0 "
                          "THEN 1 END) " CRIBLE_OBSERVED
                          "GROUP BY observed, fate ORDER BY observed, fate",
                          site, from, to);
    while (rows.Next()) {
      cells.push_back({.verdict = static_cast<Verdict>(rows.Int(0) - 1),
                       .fate = rows.As<ObservedFate>(1),
                       .comments = rows.Int(2),
                       .reported = rows.Int(3)});
    }
  }
  for (ObservedCell& cell : cells) {
    if (!Disagree(cell) || examples_max <= 0) continue;
    Rows rows = db->Query("SELECT name " CRIBLE_OBSERVED
                          "AND observed = ?4 AND " CRIBLE_FATE
                          " = ?5 ORDER BY id DESC LIMIT ?6",
                          site, from, to, static_cast<int>(cell.verdict) + 1,
                          cell.fate, examples_max);
    while (rows.Next()) cell.examples.push_back(rows.Text(0));
  }
  return cells;
}

}  // namespace crible
