#ifndef CRIBLE_STORE_OBSERVED_H_
#define CRIBLE_STORE_OBSERVED_H_

#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "store/database.h"
#include "store/records.h"

namespace crible {

// Store::CompareObserved.
std::vector<ObservedCell> CompareObserved(Connection* db, std::string_view site,
                                          absl::Time from, absl::Time to,
                                          int examples_max);

// Whether the site's own decision contradicts what Crible would have done.
bool Disagree(const ObservedCell& cell);

}  // namespace crible

#endif  // CRIBLE_STORE_OBSERVED_H_
