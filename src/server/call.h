#ifndef CRIBLE_SERVER_CALL_H_
#define CRIBLE_SERVER_CALL_H_

// A small client for trying the API from a shell: JSON in, JSON out, any unary
// method.
//
//   crible call ModerateComment '{"parent":"sites/demo",
//                                 "comment":{"body":"Bonjour"}}'

#include <functional>
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

// The same for a method that answers with a stream, without a limit of time:
// `take` gets the bytes of each message and says whether it wants more. OK when
// it does not, or when the server has ended the stream without an error.
absl::Status StreamBytes(const CallOptions& options,
                         const std::function<bool(const std::string&)>& take);

}  // namespace crible

#endif  // CRIBLE_SERVER_CALL_H_
