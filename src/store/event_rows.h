#ifndef CRIBLE_STORE_EVENT_ROWS_H_
#define CRIBLE_STORE_EVENT_ROWS_H_

// Reading the log, on one connection.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/seal.h"
#include "store/database.h"
#include "store/store.h"

namespace crible {

// Store::ReadEvents.
std::vector<Event> ReadEventRows(Connection* db, const SealingKey& key,
                                 const Store::EventFilter& filter,
                                 uint64_t token, int events_max);
// Store::FindEvent.
std::optional<Event> FindEventRow(Connection* db, const SealingKey& key,
                                  uint64_t token);

}  // namespace crible

#endif  // CRIBLE_STORE_EVENT_ROWS_H_
