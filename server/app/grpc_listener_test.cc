#include "server/app/grpc_listener.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/health/health_service.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

class GrpcListenerTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<GrpcListener>> Start(
      const std::string& address) {
    return GrpcListener::Start(address, {service_.get()});
  }

  grpc::Status Check(int port, const std::string& service) {
    const auto stub = grpc::health::v1::Health::NewStub(grpc::CreateChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    return stub->Check(&context, request, &response);
  }

  HealthRegistry registry_{{""}};
  std::unique_ptr<grpc::Service> service_ = MakeHealthService(&registry_);
};

TEST_F(GrpcListenerTest, AnswersOnTheChosenPort) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  EXPECT_GT(listener->port(), 0);
  EXPECT_TRUE(Check(listener->port(), "").ok());
}

TEST_F(GrpcListenerTest, ATakenPortIsNamed) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  const std::string address = absl::StrCat("127.0.0.1:", listener->port());
  EXPECT_THAT(Start(address),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(address)));
}

TEST_F(GrpcListenerTest, RefusesRequestsAboveFourMebibytes) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  EXPECT_EQ(Check(listener->port(), std::string(3 << 20, 's')).error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "read, and unknown";
  EXPECT_EQ(Check(listener->port(), std::string(5 << 20, 's')).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(GrpcListenerTest, TakesNoCallsAfterShutdown) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  listener->Shutdown(std::chrono::system_clock::now());
  EXPECT_EQ(Check(listener->port(), "").error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace customer2vec
