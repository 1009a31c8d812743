#ifndef CRIBLE_BASE_STATUS_MACROS_H_
#define CRIBLE_BASE_STATUS_MACROS_H_

// Early return on errors. Debian's Abseil has no such macros.
//
//   CRIBLE_RETURN_IF_ERROR(WriteFile(path, bytes));
//   CRIBLE_ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define CRIBLE_RETURN_IF_ERROR(expr)                              \
  do {                                                            \
    if (absl::Status crible_status = (expr); !crible_status.ok()) \
      return crible_status;                                       \
  } while (false)

#define CRIBLE_CONCAT_INNER(a, b) a##b
#define CRIBLE_CONCAT(a, b) CRIBLE_CONCAT_INNER(a, b)

#define CRIBLE_ASSIGN_OR_RETURN(lhs, expr) \
  CRIBLE_ASSIGN_OR_RETURN_IMPL(CRIBLE_CONCAT(crible_or_, __LINE__), lhs, expr)

#define CRIBLE_ASSIGN_OR_RETURN_IMPL(tmp, lhs, expr) \
  auto tmp = (expr);                                 \
  if (!tmp.ok()) return std::move(tmp).status();     \
  lhs = *std::move(tmp)

#endif  // CRIBLE_BASE_STATUS_MACROS_H_
