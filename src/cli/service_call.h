#ifndef CRIBLE_CLI_SERVICE_CALL_H_
#define CRIBLE_CLI_SERVICE_CALL_H_

// What commands share that ask a running server.

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "cli/command.h"
#include "google/protobuf/message.h"

namespace crible {

// Sends the bytes of a request to a method of one service and answers the bytes
// of its answer.
using ServiceCall = std::function<absl::StatusOr<std::string>(
    const std::string& method, const std::string& request)>;

// To `crible.v1.{service}` at the address, with the key of $CRIBLE_KEY.
ServiceCall CallService(const std::string& address, const std::string& service,
                        absl::Duration timeout = absl::Seconds(10));

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const ServiceCall& call, const std::string& method,
                             const Request& request) {
  CRIBLE_ASSIGN_OR_RETURN(const std::string bytes,
                          call(method, request.SerializeAsString()));
  Response response;
  if (!response.ParseFromString(bytes))
    return absl::InternalError("the answer is no message of this method");
  return response;
}

// The LocalizedText in the user's language; the first one if it has none.
template <typename Texts>
std::string TextIn(const Texts& texts, const Io& io) {
  const char* wanted = io.language == UiLanguage::kFrench ? "fr" : "en";
  for (const auto& text : texts)
    if (text.language() == wanted) return text.text();
  return texts.empty() ? "" : texts[0].text();
}

// `sites/{site}/{collection}/{id}`; an empty id and a whole name stay.
std::string NameAtSite(const std::string& site, const std::string& collection,
                       const std::string& id);

// As one JSON document; the exit code.
int PrintJson(const google::protobuf::Message& message, const Io& io);

}  // namespace crible

#endif  // CRIBLE_CLI_SERVICE_CALL_H_
