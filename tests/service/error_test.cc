#include "service/error.h"

#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace crible {
namespace {

google::rpc::BadRequest DetailsOf(const RpcStatus& status) {
  google::rpc::BadRequest bad;
  for (const auto& detail : status.details()) detail.UnpackTo(&bad);
  return bad;
}

TEST(FieldErrors, NamesTheFirstAndCarriesAll) {
  FieldErrors errors("requests[2].");
  errors.Add("parent", "is required");
  errors.SetScope("article.");
  errors.Add("name", "is required");
  const RpcStatus status = errors.ToStatus();
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "requests[2].parent: is required (and 1 more)");
  const google::rpc::BadRequest bad = DetailsOf(status);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "requests[2].parent");
  EXPECT_EQ(bad.field_violations(1).field(), "requests[2].article.name");
  EXPECT_EQ(bad.field_violations(1).description(), "is required");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), kInvalidField);
  EXPECT_EQ(info.domain(), "crible");
}

TEST(FieldErrors, NoneIsOk) { EXPECT_TRUE(IsOk(FieldErrors().ToStatus())); }

TEST(FieldErrors, CarriesABoundedNumber) {
  FieldErrors errors;
  for (int i = 0; i < 1000; ++i) errors.Add("x", "is wrong");
  const RpcStatus status = errors.ToStatus();
  EXPECT_EQ(status.message(), "x: is wrong (and 999 more)");
  EXPECT_EQ(DetailsOf(status).field_violations_size(), 64);
}

TEST(BusyError, SaysWhenToTryAgain) {
  const RpcStatus status = BusyError();
  google::rpc::RetryInfo retry;
  ASSERT_EQ(status.details_size(), 2);
  ASSERT_TRUE(status.details(1).UnpackTo(&retry));
  EXPECT_GT(retry.retry_delay().seconds(), 0);
}

}  // namespace
}  // namespace crible
