#ifndef CRIBLE_SERVICE_LATER_H_
#define CRIBLE_SERVICE_LATER_H_

// Unary calls that are answered from a WorkQueue.

#include <atomic>
#include <functional>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/byte_buffers.h"
#include "service/error.h"
#include "service/limits.h"
#include "service/work_queue.h"

namespace crible {

inline grpc::Status Stopping() {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops");
}

// `run` fills the response.
inline grpc::ServerUnaryReactor* RunLater(
    grpc::CallbackServerContext* context, WorkQueue* queue,
    std::function<grpc::Status(const GrpcCaller&)> run) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool taken = queue->Submit(
      [=, run = std::move(run)] { reactor->Finish(run(GrpcCaller(context))); });
  if (!taken) reactor->Finish(ToGrpc(BusyError()));
  return reactor;
}

// Reads a Request, answers what `answer` makes of it.
template <typename Request, typename Response, typename Answer>
grpc::ServerUnaryReactor* AnswerLater(grpc::CallbackServerContext* context,
                                      WorkQueue* queue,
                                      const std::atomic<bool>& draining,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response,
                                      Answer answer) {
  return RunLater(
      context, queue, [=, &draining](const GrpcCaller& caller) -> grpc::Status {
        if (draining) return Stopping();
        if (!caller.Waits()) return ToGrpc(DeadlineError());
        Request message;
        Response out;
        RpcStatus status = Parse(*request, kBatchBytesMax, &message);
        if (IsOk(status)) status = answer(message, &out);
        if (IsOk(status)) *response = Serialize(out);
        return ToGrpc(status);
      });
}

}  // namespace crible

#endif  // CRIBLE_SERVICE_LATER_H_
