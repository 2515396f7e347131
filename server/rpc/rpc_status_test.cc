#include "server/rpc/rpc_status.h"

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

template <typename Message>
void SetDetail(const Message& message, absl::Status* status) {
  status->SetPayload(
      absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name()),
      absl::Cord(message.SerializeAsString()));
}

google::rpc::Status Parse(const grpc::Status& status) {
  google::rpc::Status parsed;
  EXPECT_TRUE(parsed.ParseFromString(status.error_details()));
  return parsed;
}

TEST(RpcStatusTest, OkHasNoDetails) {
  const grpc::Status status = ToGrpcStatus(absl::OkStatus());
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.error_details(), "");
}

TEST(RpcStatusTest, KeepsEveryCodeAndTheMessage) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status status =
        ToGrpcStatus(absl::Status(static_cast<absl::StatusCode>(code), "why"));
    EXPECT_EQ(static_cast<int>(status.error_code()), code);
    EXPECT_EQ(status.error_message(), "why");
    EXPECT_EQ(status.error_details(), "") << "no payload, no trailer";
  }
}

TEST(RpcStatusTest, CarriesDetailsWithErrorInfoFirst) {
  absl::Status error = absl::InvalidArgumentError("k is 0");
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("k");
  SetDetail(bad, &error);
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  SetDetail(info, &error);

  const google::rpc::Status status = Parse(ToGrpcStatus(error));
  EXPECT_EQ(status.code(), 3);
  EXPECT_EQ(status.message(), "k is 0");
  ASSERT_EQ(status.details_size(), 2);
  google::rpc::ErrorInfo got_info;
  ASSERT_TRUE(status.details(0).UnpackTo(&got_info));
  EXPECT_EQ(got_info.reason(), "INVALID_FIELD");
  google::rpc::BadRequest got_bad;
  ASSERT_TRUE(status.details(1).UnpackTo(&got_bad));
  EXPECT_EQ(got_bad.field_violations(0).field(), "k");
}

TEST(RpcStatusTest, LeavesOtherPayloadsOut) {
  absl::Status error = absl::InternalError("x");
  error.SetPayload("note", absl::Cord("for this process only"));
  EXPECT_EQ(ToGrpcStatus(error).error_details(), "");
}

TEST(RpcStatusTest, BoundsTheTrailersAndKeepsErrorInfo) {
  absl::Status error(absl::StatusCode::kNotFound, std::string(20000, 'm'));
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_description(std::string(20000, 'd'));
  SetDetail(bad, &error);
  google::rpc::ErrorInfo info;
  info.set_reason("UNKNOWN_LABEL");
  SetDetail(info, &error);

  const grpc::Status status = ToGrpcStatus(error);
  EXPECT_EQ(status.error_message().size(), kMaxMessageBytes);
  EXPECT_LE(status.error_details().size(), kMaxDetailBytes);
  const google::rpc::Status parsed = Parse(status);
  ASSERT_EQ(parsed.details_size(), 1);
  EXPECT_TRUE(parsed.details(0).Is<google::rpc::ErrorInfo>());
}

TEST(RpcStatusTest, CutsMessagesBetweenCharacters) {
  std::string message(kMaxMessageBytes - 1, 'm');
  message += "\u00e9\u00e9";  // two bytes each: the limit is inside the first
  const grpc::Status status = ToGrpcStatus(absl::NotFoundError(message));
  EXPECT_EQ(status.error_message(), std::string(kMaxMessageBytes - 1, 'm'));
}

TEST(RpcStatusTest, ReadsTheRetryDelay) {
  absl::Status error = absl::UnavailableError("busy");
  EXPECT_EQ(RetryDelay(error), std::nullopt);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  SetDetail(retry, &error);
  EXPECT_EQ(RetryDelay(error), absl::Milliseconds(2500));
}

}  // namespace
}  // namespace customer2vec
