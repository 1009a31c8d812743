#include "service/acts.h"

#include <utility>

#include "service/event_message.h"

namespace crible {

RpcStatus NoDataError() {
  return MakeError(absl::StatusCode::kFailedPrecondition, kNoData,
                   "the server was started without data");
}

RpcStatus ToRpc(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return RpcStatus();
    case absl::StatusCode::kNotFound:
      return MakeError(status.code(), kUnknownName,
                       std::string(status.message()));
    case absl::StatusCode::kAborted:
      return MakeError(status.code(), kItemChanged,
                       std::string(status.message()));
    case absl::StatusCode::kAlreadyExists:
      return FieldError(kRequestIdReused, "request_id",
                        "was used before for other content");
    case absl::StatusCode::kFailedPrecondition:
      return MakeError(status.code(), kNotNow, std::string(status.message()));
    default:
      return NotRecordedError();
  }
}

RpcStatus ApplyAct(Store* store, const Clock& clock, std::string_view subject,
                   Act act, v1::Event* event) {
  if (store == nullptr) return NoDataError();
  const auto token =
      store->Apply({std::string(subject), clock.Now()}, std::move(act));
  if (!token.ok()) return ToRpc(token.status());
  const auto stored = store->FindEvent(*token);
  if (!stored.ok() || !*stored) return NotRecordedError();
  *event = ToProto(**stored);
  return RpcStatus();
}

std::string NoteDetail(const std::string& note) {
  if (note.empty()) return "";
  v1::EventDetail detail;
  detail.set_note(note);
  return detail.SerializeAsString();
}

}  // namespace crible
