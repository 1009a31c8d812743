#include "server/call.h"

#include <chrono>
#include <memory>
#include <string_view>

#include "base/status_macros.h"
#include "crible/v1/moderation_service.pb.h"
#include "crible/v1/review_service.pb.h"
#include "crible/v1/rule_service.pb.h"
#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "service/byte_buffers.h"

namespace crible {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

// By its bare or its full name.
const MethodDescriptor* FindMethod(const FileDescriptor& file,
                                   std::string_view name) {
  for (int i = 0; i < file.service_count(); ++i) {
    const auto& service = *file.service(i);
    for (int j = 0; j < service.method_count(); ++j) {
      const MethodDescriptor* method = service.method(j);
      if (name == method->name() ||
          name == fmt::format("{}/{}", service.full_name(), method->name()))
        return method;
    }
  }
  return nullptr;
}

absl::StatusOr<const MethodDescriptor*> UnaryMethod(std::string_view name) {
  const MethodDescriptor* method = nullptr;
  for (const Descriptor* known : {v1::ModerateCommentRequest::descriptor(),
                                  v1::ListReviewItemsRequest::descriptor(),
                                  v1::ExplainCommentRequest::descriptor()}) {
    if (method == nullptr) method = FindMethod(*known->file(), name);
  }
  if (method == nullptr)
    return absl::NotFoundError(fmt::format("no method is named “{}”", name));
  if (method->client_streaming() || method->server_streaming()) {
    return absl::UnimplementedError(
        fmt::format("{} is a stream; only single calls can be made", name));
  }
  return method;
}

std::unique_ptr<Message> NewMessage(const Descriptor* type) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(type)->New());
}

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!MessageToJsonString(message, &json, options).ok()) return "{}\n";
  return json;
}

absl::Status FromJson(const std::string& json, Message* message) {
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(json, message);
  if (parsed.ok()) return absl::OkStatus();
  const std::string why(parsed.message());  // further lines quote the text
  return absl::InvalidArgumentError(
      fmt::format("the request is no JSON of this method: {}",
                  std::string_view(why).substr(0, why.find('\n'))));
}

absl::Status ToStatus(const grpc::Status& status) {
  google::rpc::Status details;
  std::string message = status.error_message();
  if (details.ParseFromString(status.error_details()) &&
      details.details_size() > 0) {
    message.append("\n").append(ToJson(details));
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      message);
}

// The bytes of the answer, if *status is OK.
std::string Send(const CallOptions& options, grpc::Status* status) {
  grpc::GenericStub stub(
      grpc::CreateChannel(options.address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(options.timeout));
  if (!options.key.empty())
    context.AddMetadata("authorization", "Bearer " + options.key);
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, "/" + options.method,
                                          ToBuffer(options.request), &queue);
  grpc::ByteBuffer bytes;
  call->StartCall();
  call->Finish(&bytes, status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status->ok() ? Flatten(bytes) : "";
}

}  // namespace

absl::StatusOr<std::string> Call(const CallOptions& options) {
  CRIBLE_ASSIGN_OR_RETURN(const MethodDescriptor* method,
                          UnaryMethod(options.method));
  const auto request = NewMessage(method->input_type());
  CRIBLE_RETURN_IF_ERROR(FromJson(options.request, request.get()));
  CallOptions raw = options;
  raw.method =
      fmt::format("{}/{}", method->service()->full_name(), method->name());
  raw.request = request->SerializeAsString();
  grpc::Status status;
  const std::string bytes = Send(raw, &status);
  if (!status.ok()) return ToStatus(status);
  const auto response = NewMessage(method->output_type());
  if (!response->ParseFromString(bytes))
    return absl::InternalError("the answer is no message of this method");
  return ToJson(*response);
}

absl::StatusOr<std::string> CallBytes(const CallOptions& options) {
  grpc::Status status;
  std::string bytes = Send(options, &status);
  if (status.ok()) return bytes;
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
}

absl::Status StreamBytes(const CallOptions& options,
                         const std::function<bool(const std::string&)>& take) {
  grpc::GenericStub stub(
      grpc::CreateChannel(options.address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  if (!options.key.empty())
    context.AddMetadata("authorization", "Bearer " + options.key);
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto done = [&] { return queue.Next(&tag, &ok) && ok; };
  const auto call = stub.PrepareCall(&context, "/" + options.method, &queue);
  call->StartCall(nullptr);
  bool wanted = true;
  if (done()) {
    call->WriteLast(ToBuffer(options.request), grpc::WriteOptions(), nullptr);
    grpc::ByteBuffer message;
    for (bool sent = done(); sent && wanted;) {
      call->Read(&message, nullptr);
      if (!done()) break;
      wanted = take(Flatten(message));
    }
  }
  if (!wanted) context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  done();
  if (!wanted) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
}

}  // namespace crible
