#ifndef CRIBLE_STORE_MAY_RESOLVE_H_
#define CRIBLE_STORE_MAY_RESOLVE_H_

#include "absl/status/status.h"
#include "store/records.h"

namespace crible {

// Whether the actor may resolve an item as it stands: ABORTED or
// FAILED_PRECONDITION as Store::ApplyAll would answer. `Item` is a ReviewItem,
// or the store's row of one.
template <typename Item>
absl::Status MayResolve(const Actor& actor, const Resolution& act,
                        const Item& item) {
  if (item.version != act.version)
    return absl::AbortedError("the item has changed since it was looked at");
  if (!item.open) return absl::FailedPreconditionError("the item is closed");
  if (item.claimed_by != actor.subject && item.claimed_until > actor.now)
    return absl::FailedPreconditionError("another person has claimed it");
  if (act.outcome == Outcome::kKeep && item.queue == ReviewQueue::kHeld) {
    return absl::FailedPreconditionError(
        "a held comment is accepted or refused, not kept");
  }
  return absl::OkStatus();
}

}  // namespace crible

#endif  // CRIBLE_STORE_MAY_RESOLVE_H_
