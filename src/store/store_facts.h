#ifndef CRIBLE_STORE_STORE_FACTS_H_
#define CRIBLE_STORE_STORE_FACTS_H_

#include "comment/facts.h"
#include "store/store.h"

namespace crible {

// Counts over time from `counts`, and from the store what is remembered of the
// author, of the same text and of readers' reports. A store that cannot be read
// is a fault of the part "facts".
//
// The store's figures are of what Crible has seen: for an author who has
// written at the site for years they begin at nothing. An author never seen is
// unknown, not new.
class StoreFacts : public Facts {
 public:
  // Both must outlive it.
  StoreFacts(Store* store, Facts* counts) : store_(*store), counts_(*counts) {}

  void Observe(const FactQuery& query, absl::Time now, absl::Duration budget,
               ObservedFacts* facts) override;

 private:
  Store& store_;
  Facts& counts_;
};

}  // namespace crible

#endif  // CRIBLE_STORE_STORE_FACTS_H_
