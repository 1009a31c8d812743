#ifndef CRIBLE_SERVICE_ACTS_H_
#define CRIBLE_SERVICE_ACTS_H_

// What people and systems do, into the store and back to the caller.

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/clock.h"
#include "crible/v1/event.pb.h"
#include "service/error.h"
#include "store/store.h"

namespace crible {

// Does it now, for `subject`, and fills *event with what the log says of it.
// Without a store NO_DATA.
RpcStatus ApplyAct(Store* store, const Clock& clock, std::string_view subject,
                   Act act, v1::Event* event);

// The detail of an event that has a note and nothing else; empty without one.
std::string NoteDetail(const std::string& note);

// Of the store's own words, for a caller: NOT_FOUND, ABORTED `ITEM_CHANGED`,
// FAILED_PRECONDITION `NOT_NOW`, else UNAVAILABLE `NOT_RECORDED`.
RpcStatus ToRpc(const absl::Status& status);
RpcStatus NoDataError();

}  // namespace crible

#endif  // CRIBLE_SERVICE_ACTS_H_
