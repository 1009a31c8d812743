#ifndef CRIBLE_STORE_UPKEEP_H_
#define CRIBLE_STORE_UPKEEP_H_

// Retention and keys, each within a write transaction or on one connection.

#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/group_writer.h"
#include "store/records.h"

namespace crible {

Pruned PruneOnce(const Retention& retention, absl::Time now, int rows_max,
                 Transaction* t);

absl::Status AddKeyRow(const Actor& actor, const Key& key, Transaction* t);
absl::Status RevokeKeyRow(const Actor& actor, std::string_view id,
                          Transaction* t);
std::vector<Key> ListKeyRows(Connection* db);

}  // namespace crible

#endif  // CRIBLE_STORE_UPKEEP_H_
