#include "server/app/grpc_listener.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

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

TEST_F(GrpcListenerTest, CountsACallUntilItHasEnded) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  EXPECT_EQ(listener->running_calls(), 0);
  const auto stub = grpc::health::v1::Health::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", listener->port()),
                          grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const auto watch = stub->Watch(&context, {});
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(listener->running_calls(), 1);
  registry_.Shutdown();
  EXPECT_FALSE(watch->Read(&response));
  watch->Finish();
  while (listener->running_calls() > 0) std::this_thread::yield();
}

TEST_F(GrpcListenerTest, CountsMethodsThatNoServiceHas) {
  using grpc::health::v1::HealthCheckRequest;
  using grpc::health::v1::HealthCheckResponse;
  C2V_ASSERT_OK_AND_ASSIGN(const auto listener, Start("127.0.0.1:0"));
  grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", listener->port()),
                          grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  const HealthCheckRequest request;
  HealthCheckResponse response;
  std::promise<grpc::Status> ended;
  stub.UnaryCall(&context, "/no.such.Service/Method", {}, &request, &response,
                 [&](const grpc::Status& status) { ended.set_value(status); });
  EXPECT_EQ(ended.get_future().get().error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  while (listener->running_calls() > 0) std::this_thread::yield();
}

}  // namespace
}  // namespace customer2vec
