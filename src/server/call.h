#ifndef CRIBLE_SERVER_CALL_H_
#define CRIBLE_SERVER_CALL_H_

// A small client for trying the API from a shell: JSON in, JSON out, any unary
// method.
//
//   crible call ModerateComment '{"parent":"sites/demo",
//                                 "comment":{"body":"Bonjour"}}'

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace crible {

struct CallOptions {
  std::string address = "127.0.0.1:50061";
  std::string method;   // "ModerateComment" or "crible.v1.RuleService/…"
  std::string request;  // proto3 JSON of the method's request
  std::string key;      // shown to the server; may be empty
  absl::Duration timeout = absl::Seconds(10);
};

// The answer as JSON, several lines. What the server refuses is an error whose
// message has the server's details as JSON.
absl::StatusOr<std::string> Call(const CallOptions& options);

// The same with messages as bytes, for `service/method` in full. An error has
// the server's own message.
absl::StatusOr<std::string> CallBytes(const CallOptions& options);

}  // namespace crible

#endif  // CRIBLE_SERVER_CALL_H_
