#include "service/byte_buffers.h"

#include <string>

#include "crible/v1/moderation_service.pb.h"
#include "grpcpp/support/slice.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

TEST(ByteBuffers, ParsesAMessageInPieces) {
  v1::ModerateCommentRequest request;
  request.set_parent("sites/demo");
  request.mutable_comment()->set_body(
      "Un corps assez long pour trois morceaux");
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slices[] = {grpc::Slice(bytes.substr(0, 3)),
                                grpc::Slice(bytes.substr(3, 20)),
                                grpc::Slice(bytes.substr(23))};
  const grpc::ByteBuffer buffer(slices, 3);
  EXPECT_EQ(Flatten(buffer), bytes);
  v1::ModerateCommentRequest parsed;
  for (int i = 0; i < 2; ++i) {  // the buffer can be read again
    EXPECT_TRUE(IsOk(Parse(buffer, bytes.size(), &parsed)));
    EXPECT_EQ(parsed.SerializeAsString(), bytes);
  }
  EXPECT_EQ(Parse(buffer, bytes.size() - 1, &parsed).code(), 8);
}

TEST(ByteBuffers, ParsesAnEmptyMessage) {
  v1::ModerateCommentRequest parsed;
  parsed.set_parent("of an earlier use");
  EXPECT_TRUE(
      IsOk(Parse(Serialize(v1::ModerateCommentRequest()), 10, &parsed)));
  EXPECT_EQ(parsed.parent(), "");
}

TEST(ByteBuffers, SerializesWhatCanBeParsed) {
  v1::Decision decision;
  decision.set_comment("sites/demo/comments/1");
  EXPECT_EQ(Flatten(Serialize(decision)), decision.SerializeAsString());
}

TEST(ToGrpc, CarriesTheDetails) {
  const RpcStatus error = FieldError(kInvalidField, "parent", "is required");
  const grpc::Status status = ToGrpc(error);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "parent: is required");
  EXPECT_EQ(status.error_details(), error.SerializeAsString());
  EXPECT_TRUE(ToGrpc(RpcStatus()).ok());
}

}  // namespace
}  // namespace crible
