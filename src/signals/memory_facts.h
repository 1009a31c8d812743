#ifndef CRIBLE_SIGNALS_MEMORY_FACTS_H_
#define CRIBLE_SIGNALS_MEMORY_FACTS_H_

// Windowed counts in memory, with a fixed budget: a million live keys take at
// most 200 MB, and when the table is full the longest silent key gives way. For
// one process; shared exact counts are a store's.
//
// Counts are exact, in whole seconds, over the 256 latest comments of a key
// (kRepeatCountMax) and over up to 30 days (kRepeatWindowMax); above that they
// stay at 256. Of authors and earlier resolutions it knows nothing.

#include <cstddef>
#include <memory>

#include "comment/facts.h"

namespace crible {

struct MemoryFactsOptions {
  size_t bytes_max = size_t{200} << 20;
};

// Safe from any thread; time comes from the caller and may repeat or step back:
// what was counted "later" than now counts as now.
//
// Forget leaves none of the hashes in the tables, and no comment waits for it
// longer than for another comment. Hashes are cut: of two million events it
// takes one of somebody else once in some thousand comments.
class MemoryFacts : public Facts {
 public:
  // Live keys, and the bytes that all tables take. Each locks shard by shard.
  virtual size_t keys() = 0;
  virtual size_t bytes() = 0;
};

std::unique_ptr<MemoryFacts> NewMemoryFacts(const MemoryFactsOptions& options);

}  // namespace crible

#endif  // CRIBLE_SIGNALS_MEMORY_FACTS_H_
