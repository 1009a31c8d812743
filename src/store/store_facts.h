#ifndef CRIBLE_STORE_STORE_FACTS_H_
#define CRIBLE_STORE_STORE_FACTS_H_

#include <optional>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "base/string_map.h"
#include "comment/facts.h"
#include "store/store.h"

namespace crible {

// Counts over time from `counts`, and from the store what is remembered of the
// author, of the same text and of readers' reports, and how many comments of
// the site are held (counted once a second). A store that cannot be read is a
// fault of the part "facts".
//
// The store's figures are of what Crible has seen: for an author who has
// written at the site for years they begin at nothing. An author never seen is
// unknown, not new. A restricted comment is not counted over time, and nothing
// is said of its counts.
class StoreFacts : public Facts {
 public:
  // Both must outlive it.
  StoreFacts(Store* store, Facts* counts) : store_(*store), counts_(*counts) {}

  void Observe(const FactQuery& query, absl::Time now, absl::Duration budget,
               ObservedFacts* facts) override;
  void Forget(const FactRemoval& removal) override { counts_.Forget(removal); }

 private:
  // Of a site that a person must read, as counted within the last second.
  std::optional<uint32_t> Waiting(std::string_view site, absl::Time now);

  struct Counted {
    absl::Time at = absl::InfinitePast();
    std::optional<uint32_t> held;
  };

  Store& store_;
  Facts& counts_;
  absl::Mutex mutex_;
  StringMap<Counted> counted_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_STORE_STORE_FACTS_H_
