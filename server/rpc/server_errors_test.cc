#include "server/rpc/server_errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "google/rpc/error_details.pb.h"
#include "server/rpc/rpc_status.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

std::string Reason(const absl::Status& status) {
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (payload) info.ParseFromString(std::string(*payload));
  return info.reason();
}

TEST(ServerErrorsTest, NoSnapshotSaysWhyAndWhenToTryAgain) {
  const absl::Status status = NoSnapshot("the store is empty");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable,
                               HasSubstr("the store is empty")));
  EXPECT_EQ(Reason(status), "NO_SNAPSHOT");
  EXPECT_EQ(RetryDelay(status), absl::Seconds(1));
}

TEST(ServerErrorsTest, OverloadedSaysHowMuchWaits) {
  const absl::Status status = Overloaded(64);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable,
                               HasSubstr("64 calls wait")));
  EXPECT_EQ(Reason(status), "OVERLOADED");
  EXPECT_EQ(RetryDelay(status), absl::Milliseconds(100));
}

TEST(ServerErrorsTest, DrainingIsNotToBeTriedHere) {
  EXPECT_THAT(Draining(), StatusIs(absl::StatusCode::kUnavailable,
                                   HasSubstr("shutting down")));
  EXPECT_EQ(Reason(Draining()), "DRAINING");
  EXPECT_EQ(RetryDelay(Draining()), std::nullopt);
}

TEST(ServerErrorsTest, CallsThatNeverBeganAreNamed) {
  EXPECT_EQ(ExpiredInQueue().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(Reason(ExpiredInQueue()), "DEADLINE_BEFORE_START");
  EXPECT_EQ(CallerGone().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(Reason(CallerGone()), "CALLER_GONE");
}

TEST(ServerErrorsTest, UnimplementedNamesTheMethod) {
  const absl::Status status = MethodNotImplemented("/shop.Service/Do");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnimplemented,
                               HasSubstr("/shop.Service/Do")));
  EXPECT_EQ(Reason(status), "METHOD_NOT_IMPLEMENTED");
}

TEST(ServerErrorsTest, RetryDelayKeepsFractions) {
  EXPECT_EQ(RetryDelay(WithRetryDelay(absl::UnavailableError("x"),
                                      absl::Milliseconds(1250))),
            absl::Milliseconds(1250));
}

}  // namespace
}  // namespace customer2vec
