#include "service/wire.h"

#include <string>

#include "crible/v1/moderation_service.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

// One delimited field.
std::string Field(int number, const std::string& value) {
  std::string bytes;
  bytes += static_cast<char>(number << 3 | 2);
  bytes += static_cast<char>(value.size());
  return bytes + value;
}

std::string PathOf(const RpcStatus& status) {
  google::rpc::BadRequest details;
  for (const auto& detail : status.details()) detail.UnpackTo(&details);
  return details.field_violations_size() == 1
             ? details.field_violations(0).field()
             : "";
}

struct Case {
  const char* name;
  std::string bytes;  // of a BatchModerateCommentsRequest
  const char* path;
  const char* what;
};

TEST(ExplainUnreadable, SaysWhere) {
  const std::string author = Field(3, "\xc3(");
  const Case kCases[] = {
      {"bad UTF-8 at the top", Field(1, "\xff"), "parent", "UTF-8"},
      {"bad UTF-8 deep down", Field(3, Field(2, Field(4, author))),
       "requests[0].comment.author.email", "UTF-8"},
      {"in the second of a list",
       Field(3, Field(4, "ok")) + Field(3, Field(4, "\xed\xa0\x80")),
       "requests[1].request_id", "UTF-8"},
      {"in a list of texts", Field(3, Field(6, "fr") + Field(6, "\xc0\xaf")),
       "requests[0].reason_languages[1]", "UTF-8"},
      {"cut short", Field(1, "sites/a").substr(0, 5), "parent", "cut short"},
      {"a length beyond the end", "\x1a\x7f\x0a\x01", "requests", "cut short"},
      {"cut short inside", Field(3, Field(2, "\x12\x05ye")),
       "requests[0].comment.body", "cut short"},
      {"a tag that is none", std::string("\x00\x01", 2), "request",
       "malformed"},
      {"an endless number", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
       "parent", "malformed"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    v1::BatchModerateCommentsRequest message;
    EXPECT_FALSE(message.ParseFromString(c.bytes)) << "the parser likes it";
    const RpcStatus status =
        ExplainUnreadable(*message.GetDescriptor(), c.bytes);
    EXPECT_EQ(status.code(), 3);
    EXPECT_EQ(PathOf(status), c.path);
    EXPECT_THAT(status.message(), testing::HasSubstr(c.what));
  }
}

TEST(ExplainUnreadable, NeverQuotes) {
  const std::string bytes = Field(3, Field(2, Field(2, "secret\xff")));
  const RpcStatus status =
      ExplainUnreadable(*v1::BatchModerateCommentsRequest::descriptor(), bytes);
  EXPECT_EQ(status.SerializeAsString().find("secret"), std::string::npos);
}

TEST(ExplainUnreadable, EndsOnDeepNesting) {
  // Any.value in Status is bytes, so depth must come from groups.
  std::string bytes(5000, '\x0b');
  const RpcStatus status =
      ExplainUnreadable(*v1::BatchModerateCommentsRequest::descriptor(), bytes);
  EXPECT_EQ(status.code(), 3);
}

TEST(SilenceProtobuf, SaysNothingOnStandardError) {
  SilenceProtobuf();
  testing::internal::CaptureStderr();
  v1::BatchModerateCommentsRequest message;
  EXPECT_FALSE(message.ParseFromString(Field(1, "\xff")));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ReadableString, ReadsWhatItCan) {
  const std::string good = Field(1, "id-7") + Field(3, "\xff\xff");
  EXPECT_EQ(ReadableString(good, 1, 128), "id-7");
  EXPECT_EQ(ReadableString(good, 1, 3), "") << "over the limit";
  EXPECT_EQ(ReadableString(Field(1, "\xff"), 1, 128), "") << "no UTF-8";
  EXPECT_EQ(ReadableString(Field(1, "id") + "\x1a\x7f", 1, 128), "id")
      << "what stands before the cut";
  EXPECT_EQ(ReadableString("", 1, 128), "");
}

TEST(SplitField, TakesRequestsOut) {
  const std::string bytes =
      Field(3, "a") + Field(1, "sites/x") + Field(3, "\xff");
  std::vector<std::string_view> parts;
  std::string rest;
  ASSERT_TRUE(SplitField(bytes, 3, &parts, &rest));
  EXPECT_THAT(parts, testing::ElementsAre("a", "\xff"));
  EXPECT_EQ(rest, Field(1, "sites/x"));
  EXPECT_FALSE(SplitField("\x1a\x05", 3, &parts, &rest));
}

}  // namespace
}  // namespace crible
