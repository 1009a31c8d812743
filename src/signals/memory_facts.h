#ifndef CRIBLE_SIGNALS_MEMORY_FACTS_H_
#define CRIBLE_SIGNALS_MEMORY_FACTS_H_

// Windowed counts in memory, with a fixed budget: a million live keys take at
// most 200 MB, and when the table is full the longest silent key gives way. For
// one process; shared exact counts are a store's.

#include <memory>

#include "comment/facts.h"

namespace crible {

struct MemoryFactsOptions {
  size_t bytes_max = size_t{200} << 20;
};

// Safe from any thread; time comes from the caller and may repeat or step back.
std::unique_ptr<Facts> NewMemoryFacts(const MemoryFactsOptions& options);

}  // namespace crible

#endif  // CRIBLE_SIGNALS_MEMORY_FACTS_H_
