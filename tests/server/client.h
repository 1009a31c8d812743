#ifndef CRIBLE_TESTS_SERVER_CLIENT_H_
#define CRIBLE_TESTS_SERVER_CLIENT_H_

// A raw gRPC client: sends any bytes, as no generated client would.

#include <chrono>
#include <memory>
#include <string>

#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/byte_buffers.h"

namespace crible {

inline grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

class RawClient {
 public:
  explicit RawClient(const std::string& address) : stub_(Channel(address)) {}

  static std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments);
  }

  grpc::Status Unary(const std::string& method, const std::string& request,
                     std::string* response,
                     std::chrono::milliseconds timeout = kTimeout) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    grpc::CompletionQueue queue;
    const grpc::ByteBuffer out = ToBuffer(request);
    const auto call = stub_.PrepareUnaryCall(&context, method, out, &queue);
    grpc::ByteBuffer in;
    grpc::Status status;
    call->StartCall();
    call->Finish(&in, &status, nullptr);
    Wait(&queue);
    if (status.ok()) *response = Flatten(in);
    return status;
  }

  // A bidirectional stream, one operation at a time.
  class Stream {
   public:
    Stream(grpc::GenericStub* stub, const std::string& method,
           std::chrono::milliseconds timeout) {
      context_.set_deadline(std::chrono::system_clock::now() + timeout);
      call_ = stub->PrepareCall(&context_, method, &queue_);
      call_->StartCall(nullptr);
      Wait(&queue_);
    }
    bool Write(const std::string& message) {
      call_->Write(ToBuffer(message), nullptr);
      return Wait(&queue_);
    }
    bool Read(std::string* message) {
      grpc::ByteBuffer in;
      call_->Read(&in, nullptr);
      if (!Wait(&queue_)) return false;
      *message = Flatten(in);
      return true;
    }
    void WritesDone() {
      call_->WritesDone(nullptr);
      Wait(&queue_);
    }
    grpc::Status Finish() {
      grpc::Status status;
      call_->Finish(&status, nullptr);
      Wait(&queue_);
      return status;
    }
    void Cancel() { context_.TryCancel(); }

   private:
    grpc::ClientContext context_;
    grpc::CompletionQueue queue_;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  };
  std::unique_ptr<Stream> Open(const std::string& method,
                               std::chrono::milliseconds timeout = kTimeout) {
    return std::make_unique<Stream>(&stub_, method, timeout);
  }

 private:
  static constexpr std::chrono::milliseconds kTimeout{20000};

  static bool Wait(grpc::CompletionQueue* queue) {
    void* tag = nullptr;
    bool ok = false;
    return queue->Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
};

}  // namespace crible

#endif  // CRIBLE_TESTS_SERVER_CLIENT_H_
