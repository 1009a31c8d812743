#ifndef CRIBLE_SERVICE_MODERATE_BATCH_H_
#define CRIBLE_SERVICE_MODERATE_BATCH_H_

#include "crible/v1/moderation_service.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/moderator.h"

namespace crible {

// Decides on the comments of one batch, one after the other, for as long as the
// caller waits; returns when all holds and rejects are kept. What is wrong with
// one of them, even bytes that are no message, is its own result; the returned
// error is one of the whole batch. If there is none, work->answers is a
// serialized v1::BatchModerateCommentsResponse.
RpcStatus ModerateBatch(const grpc::ByteBuffer& bytes, const Caller& caller,
                        Moderator* moderator, Work* work);

}  // namespace crible

#endif  // CRIBLE_SERVICE_MODERATE_BATCH_H_
