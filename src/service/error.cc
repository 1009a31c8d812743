#include "service/error.h"

#include "fmt/format.h"
#include "google/rpc/error_details.pb.h"

namespace crible {
namespace {

constexpr size_t kFieldErrorsMax = 64;
constexpr int kRetrySeconds = 1;

}  // namespace

RpcStatus MakeError(absl::StatusCode code, std::string_view reason,
                    std::string_view message) {
  RpcStatus status;
  status.set_code(static_cast<int>(code));
  status.set_message(std::string(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("crible");
  status.add_details()->PackFrom(info);
  return status;
}

RpcStatus FieldError(std::string_view reason, std::string_view path,
                     std::string_view what) {
  FieldErrors errors;
  errors.Add(path, what);
  return errors.ToStatus(reason);
}

RpcStatus DeadlineError() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, kDeadline,
                   "the call's time was over before all was decided");
}

RpcStatus TooLargeError(size_t bytes_max) {
  return MakeError(
      absl::StatusCode::kResourceExhausted, kTooLarge,
      fmt::format("the message is larger than {} bytes", bytes_max));
}

RpcStatus NotRecordedError() {
  return MakeError(absl::StatusCode::kUnavailable, kNotRecorded,
                   "the server cannot record anything at the moment");
}

RpcStatus BusyError() {
  RpcStatus status =
      MakeError(absl::StatusCode::kResourceExhausted, kBusy,
                "more calls wait than the server holds; try again shortly");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(kRetrySeconds);
  status.add_details()->PackFrom(retry);
  return status;
}

void FieldErrors::Add(std::string_view path, std::string_view what) {
  const std::string field = fmt::format("{}{}{}", prefix_, scope_, path);
  if (count_++ == 0) first_ = fmt::format("{}: {}", field, what);
  if (count_ > kFieldErrorsMax) return;
  google::rpc::BadRequest one;
  auto* violation = one.add_field_violations();
  violation->set_field(field);
  violation->set_description(std::string(what));
  one.AppendToString(&details_);  // messages concatenated are merged
}

RpcStatus FieldErrors::ToStatus(std::string_view reason) const {
  if (empty()) return RpcStatus();
  const std::string message =
      count_ == 1 ? first_
                  : fmt::format("{} (and {} more)", first_, count_ - 1);
  RpcStatus status =
      MakeError(absl::StatusCode::kInvalidArgument, reason, message);
  google::rpc::BadRequest all;
  all.ParseFromString(details_);
  status.add_details()->PackFrom(all);
  return status;
}

}  // namespace crible
