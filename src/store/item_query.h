#ifndef CRIBLE_STORE_ITEM_QUERY_H_
#define CRIBLE_STORE_ITEM_QUERY_H_

// Which items of the queue a filter takes, by the way on which fewest are
// looked at. Engines cannot choose it: SQLite keeps no statistics here, and
// PostgreSQL's know nothing of the newest items.

#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"

namespace crible {

struct ItemQuery {
  std::string sql;
  std::vector<Value> values;  // of views of the filter and the author's mark
};

// Selects as `id` the first `items_max` open items after `place` that the
// filter takes, in the order of the queue; `author` is the mark of the filter's
// author. `db` is asked how long the lists are; its errors stick to it.
//
// Each of site, label, article, language, lane, queue, desk, faults and claims
// alone costs what is given back; with an author or a time, all of theirs are
// sorted. Of several, the one that fewest items have leads, and the others are
// looked at item by item.
ItemQuery QueryFor(Connection* db, const ItemFilter& filter,
                   const std::string& author, const ItemPlace& place,
                   int items_max, absl::Time now);

// The same of some items alone, by their ids, all looked at.
std::vector<int64_t> TakenAmong(Connection* db, const std::vector<int64_t>& ids,
                                const ItemFilter& filter,
                                const std::string& author,
                                const ItemPlace& place, int items_max,
                                absl::Time now);

// The same, by going along the queue until enough of them have been met: sooner
// when they are very many. `ids` are sorted.
std::vector<int64_t> TakenAlong(Connection* db, const std::vector<int64_t>& ids,
                                const ItemFilter& filter,
                                const std::string& author,
                                const ItemPlace& place, int items_max,
                                absl::Time now);

}  // namespace crible

#endif  // CRIBLE_STORE_ITEM_QUERY_H_
