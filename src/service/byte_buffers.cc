#include "service/byte_buffers.h"

#include <chrono>
#include <vector>

#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/slice.h"
#include "service/wire.h"

namespace crible {

RpcStatus Parse(const grpc::ByteBuffer& buffer, size_t bytes_max,
                google::protobuf::Message* message) {
  if (buffer.Length() > bytes_max) return TooLargeError(bytes_max);
  grpc::ByteBuffer bytes = buffer;  // a reference; the reader wants it mutable
  grpc::ProtoBufferReader reader(&bytes);
  if (message->ParseFromZeroCopyStream(&reader) && reader.status().ok())
    return RpcStatus();
  return ExplainUnreadable(*message->GetDescriptor(), Flatten(buffer));
}

std::string Flatten(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToBuffer(std::string_view bytes) {
  grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

grpc::Status ToGrpc(const RpcStatus& status) {
  if (IsOk(status)) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      status.message(), status.SerializeAsString());
}

GrpcCaller::GrpcCaller(const grpc::CallbackServerContext* context,
                       const KeyRing& keys, KeyScope scope)
    : context_(*context) {
  const auto& metadata = context->client_metadata();
  const auto shown = metadata.find("authorization");
  std::string_view authorization;
  if (shown != metadata.end())
    authorization = {shown->second.data(), shown->second.size()};
  refusal_ = keys.Identify(authorization, scope, &principal_);
}

bool GrpcCaller::Waits() const {
  return !context_.IsCancelled() &&
         std::chrono::system_clock::now() < context_.deadline();
}

}  // namespace crible
