#ifndef CRIBLE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define CRIBLE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace crible {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// The code, and a part of the message.
MATCHER_P2(StatusIs, code, part, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         std::string(StatusOf(arg).message()).find(part) != std::string::npos;
}

}  // namespace crible

#define CRIBLE_ASSERT_OK(expr) ASSERT_THAT((expr), ::crible::IsOk())

#endif  // CRIBLE_TESTS_SUPPORT_STATUS_MATCHERS_H_
