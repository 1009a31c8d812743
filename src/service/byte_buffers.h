#ifndef CRIBLE_SERVICE_BYTE_BUFFERS_H_
#define CRIBLE_SERVICE_BYTE_BUFFERS_H_

// Between gRPC and the messages: raw bytes in, so that what cannot be parsed is
// answered and not lost; our errors out, with their details.

#include <memory>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "service/error.h"
#include "service/key_ring.h"
#include "service/moderator.h"

namespace crible {

// Parses all of `buffer` into *message. TOO_LARGE over `bytes_max`, UNREADABLE
// with the field's path otherwise.
RpcStatus Parse(const grpc::ByteBuffer& buffer, size_t bytes_max,
                google::protobuf::Message* message);

// The bytes of `buffer` in one piece.
std::string Flatten(const grpc::ByteBuffer& buffer);

grpc::ByteBuffer Serialize(const google::protobuf::Message& message);
// A copy.
grpc::ByteBuffer ToBuffer(std::string_view bytes);

// With `status` itself as grpc-status-details-bin.
grpc::Status ToGrpc(const RpcStatus& status);

// The caller of a gRPC method; valid as long as its context.
class GrpcCaller : public Caller {
 public:
  // refusal() is OK if the call shows a key with the scope.
  GrpcCaller(const grpc::CallbackServerContext* context, const KeyRing& keys,
             KeyScope scope);
  const RpcStatus& refusal() const { return refusal_; }
  bool Waits() const override;
  const Principal& principal() const override { return *principal_; }

 private:
  const grpc::CallbackServerContext& context_;
  std::shared_ptr<const Principal> principal_;
  RpcStatus refusal_;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_BYTE_BUFFERS_H_
