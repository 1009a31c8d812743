#include "cli/service_call.h"

#include <cstdlib>
#include <ostream>

#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "server/call.h"

namespace crible {

ServiceCall CallService(const std::string& address, const std::string& service,
                        absl::Duration timeout) {
  const char* key = std::getenv("CRIBLE_KEY");
  return [=, key = std::string(key != nullptr ? key : "")](
             const std::string& method, const std::string& request) {
    return CallBytes({.address = address,
                      .method = "crible.v1." + service + "/" + method,
                      .request = request,
                      .key = key,
                      .timeout = timeout});
  };
}

std::string NameAtSite(const std::string& site, const std::string& collection,
                       const std::string& id) {
  if (id.empty() || id.starts_with("sites/")) return id;
  return fmt::format("sites/{}/{}/{}", site, collection, id);
}

int PrintJson(const google::protobuf::Message& message, const Io& io) {
  google::protobuf::util::JsonPrintOptions print;
  print.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, print).ok())
    return Fail(io, absl::InternalError("the answer is not written as JSON"));
  io.out << json;
  return kExitOk;
}

}  // namespace crible
