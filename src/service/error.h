#ifndef CRIBLE_SERVICE_ERROR_H_
#define CRIBLE_SERVICE_ERROR_H_

// Errors as callers see them: google.rpc.Status with ErrorInfo and BadRequest.
// Their words come from here and never from a library, and say which field is
// wrong, never what it held.

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace crible {

using RpcStatus = google::rpc::Status;

// Stable reasons of ErrorInfo; proto/README.md lists them.
inline constexpr std::string_view kUnreadable = "UNREADABLE";
inline constexpr std::string_view kInvalidField = "INVALID_FIELD";
inline constexpr std::string_view kRepeatedName = "REPEATED_NAME";
inline constexpr std::string_view kRequestIdReused = "REQUEST_ID_REUSED";
inline constexpr std::string_view kUnknownRule = "UNKNOWN_RULE";
inline constexpr std::string_view kTooLarge = "TOO_LARGE";
inline constexpr std::string_view kTooMany = "TOO_MANY";
inline constexpr std::string_view kBusy = "BUSY";
inline constexpr std::string_view kDeadline = "DEADLINE";
inline constexpr std::string_view kNotRecorded = "NOT_RECORDED";
inline constexpr std::string_view kNoData = "NO_DATA";
inline constexpr std::string_view kNoKey = "NO_KEY";
inline constexpr std::string_view kNoScope = "NO_SCOPE";
inline constexpr std::string_view kOtherSite = "OTHER_SITE";
inline constexpr std::string_view kUnknownName = "UNKNOWN_NAME";
inline constexpr std::string_view kItemChanged = "ITEM_CHANGED";
inline constexpr std::string_view kNotNow = "NOT_NOW";
inline constexpr std::string_view kFiguresOff = "FIGURES_OFF";
inline constexpr std::string_view kTooFewPeople = "TOO_FEW_PEOPLE";

// `message` is one sentence without a full stop.
RpcStatus MakeError(absl::StatusCode code, std::string_view reason,
                    std::string_view message);

// INVALID_ARGUMENT for one field; `what` completes "comment.body: …".
RpcStatus FieldError(std::string_view reason, std::string_view path,
                     std::string_view what);

RpcStatus DeadlineError();
RpcStatus TooLargeError(size_t bytes_max);
// With a RetryInfo.
RpcStatus BusyError();
// UNAVAILABLE: the store could not keep it.
RpcStatus NotRecordedError();

inline bool IsOk(const RpcStatus& status) { return status.code() == 0; }

// All fields of a request that are wrong, in the order in which they were
// found.
class FieldErrors {
 public:
  // `prefix` begins every path that is added: "" or "articles[3].".
  explicit FieldErrors(std::string prefix = "") : prefix_(std::move(prefix)) {}

  // Stands between the prefix and the paths added from here on: "article.".
  void SetScope(std::string_view scope) { scope_ = scope; }
  void Add(std::string_view path, std::string_view what);
  bool empty() const { return count_ == 0; }
  // INVALID_ARGUMENT naming the first and carrying all (at most 64); the OK
  // status when there are none.
  RpcStatus ToStatus(std::string_view reason = kInvalidField) const;

 private:
  const std::string prefix_;
  std::string_view scope_;
  size_t count_ = 0;
  std::string first_;
  std::string details_;  // a serialized BadRequest
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_ERROR_H_
