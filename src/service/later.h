#ifndef CRIBLE_SERVICE_LATER_H_
#define CRIBLE_SERVICE_LATER_H_

// Unary calls that are answered from a WorkQueue.

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "service/byte_buffers.h"
#include "service/error.h"
#include "service/key_ring.h"
#include "service/limits.h"
#include "service/work_queue.h"

namespace crible {

inline grpc::Status Stopping() {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops");
}

// `run` fills the response.
inline grpc::ServerUnaryReactor* RunLater(
    grpc::CallbackServerContext* context, WorkQueue* queue, const KeyRing& keys,
    KeyScope scope, std::function<grpc::Status(const GrpcCaller&)> run) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  auto caller = std::make_shared<GrpcCaller>(context, keys, scope);
  if (!IsOk(caller->refusal())) {
    reactor->Finish(ToGrpc(caller->refusal()));
    return reactor;
  }
  const bool taken = queue->Submit(
      [=, run = std::move(run)] { reactor->Finish(run(*caller)); });
  if (!taken) reactor->Finish(ToGrpc(BusyError()));
  return reactor;
}

// The site in the name of what a request is about; empty if it has none.
template <typename Request>
std::string_view SiteAsked(const Request& request) {
  std::string_view name;
  if constexpr (requires { request.parent(); }) {
    name = request.parent();
  } else {
    name = request.name();
  }
  if (!name.starts_with("sites/")) return "";
  name.remove_prefix(6);
  return name.substr(0, name.find('/'));
}

// Reads a Request, answers what `answer` makes of it for the caller.
template <typename Request, typename Response, typename Answer>
grpc::ServerUnaryReactor* AnswerLater(grpc::CallbackServerContext* context,
                                      WorkQueue* queue, const KeyRing& keys,
                                      KeyScope scope,
                                      const std::atomic<bool>& draining,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response,
                                      Answer answer) {
  return RunLater(
      context, queue, keys, scope,
      [=, &draining](const GrpcCaller& caller) -> grpc::Status {
        if (draining) return Stopping();
        if (!caller.Waits()) return ToGrpc(DeadlineError());
        Request message;
        Response out;
        RpcStatus status = Parse(*request, kBatchBytesMax, &message);
        if (IsOk(status) && !caller.principal().MaySee(SiteAsked(message)))
          status = OtherSiteError();
        if (IsOk(status)) {
          status = answer(message, caller.principal().subject, &out);
        }
        if (IsOk(status)) *response = Serialize(out);
        return ToGrpc(status);
      });
}

// Reads the request of a stream, if its caller may ask for it.
template <typename Request>
RpcStatus ReadWatch(const grpc::CallbackServerContext* context,
                    const KeyRing& keys, KeyScope scope,
                    const grpc::ByteBuffer& bytes, Request* request) {
  const GrpcCaller caller(context, keys, scope);
  if (!IsOk(caller.refusal())) return caller.refusal();
  RpcStatus status = Parse(bytes, kRequestBytesMax, request);
  if (IsOk(status) && !caller.principal().MaySee(SiteAsked(*request)))
    status = OtherSiteError();
  return status;
}

}  // namespace crible

#endif  // CRIBLE_SERVICE_LATER_H_
