#include "client/cpp/status_details.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

// As a server sends it: the details inside a google.rpc.Status.
template <typename... Details>
grpc::Status Sent(grpc::StatusCode code, const std::string& message,
                  const Details&... details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  (status.add_details()->PackFrom(details), ...);
  return grpc::Status(code, message, status.SerializeAsString());
}

TEST(StatusDetailsTest, KeepsCodeAndMessage) {
  EXPECT_THAT(StatusFromGrpc(grpc::Status::OK), IsOk());
  EXPECT_THAT(
      StatusFromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "no item")),
      StatusIs(absl::StatusCode::kNotFound, "no item"));
}

TEST(StatusDetailsTest, UnpacksEachDetail) {
  google::rpc::ErrorInfo info;
  info.set_reason("UNKNOWN_LABEL");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  retry.mutable_retry_delay()->set_nanos(500000000);
  const absl::Status status =
      StatusFromGrpc(Sent(grpc::StatusCode::UNAVAILABLE, "shed", info, retry));
  EXPECT_EQ(GetDetail<google::rpc::ErrorInfo>(status)->reason(),
            "UNKNOWN_LABEL");
  EXPECT_EQ(RetryDelay(status), absl::Milliseconds(1500));
  EXPECT_FALSE(GetDetail<google::rpc::BadRequest>(status).has_value());
}

TEST(StatusDetailsTest, DetailsThatAreNoneLeaveTheMessage) {
  const absl::Status status = StatusFromGrpc(grpc::Status(
      grpc::StatusCode::INTERNAL, "broken", std::string("\xff\xff\xff", 3)));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal, "broken"));
  EXPECT_EQ(DescribeError(status), "INTERNAL: broken");
}

TEST(StatusDetailsTest, DescribesFieldViolations) {
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("k");
  violation->set_description("must be between 1 and 1000; it is 0");
  bad.add_field_violations()->set_field("options.filter");
  EXPECT_EQ(DescribeError(StatusFromGrpc(
                Sent(grpc::StatusCode::INVALID_ARGUMENT, "bad request", bad))),
            "INVALID_ARGUMENT: bad request\n"
            "  field k: must be between 1 and 1000; it is 0\n"
            "  field options.filter");
}

TEST(StatusDetailsTest, DescribesKnownNamesAndReason) {
  google::rpc::ErrorInfo info;
  info.set_reason("UNKNOWN_SERVABLE");
  (*info.mutable_metadata())["known"] = "items, popularity";
  EXPECT_EQ(DescribeError(StatusFromGrpc(
                Sent(grpc::StatusCode::NOT_FOUND, "no such servable", info))),
            "NOT_FOUND: no such servable\n"
            "  known: items, popularity\n"
            "  reason: UNKNOWN_SERVABLE");
}

TEST(StatusDetailsTest, DescribesResourcePreconditionAndRetry) {
  google::rpc::ResourceInfo resource;
  resource.set_resource_type("customer");
  resource.set_resource_name("900");
  google::rpc::PreconditionFailure failure;
  failure.add_violations()->set_subject("canary");
  failure.mutable_violations(0)->set_description("not loaded");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(250000000);
  EXPECT_EQ(DescribeError(StatusFromGrpc(Sent(grpc::StatusCode::UNAVAILABLE,
                                              "m", resource, failure, retry))),
            "UNAVAILABLE: m\n"
            "  precondition canary: not loaded\n"
            "  customer: 900\n"
            "  try again in: 250ms");
}

}  // namespace
}  // namespace customer2vec
