#include "server/health/health_service.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>

#include "grpc/health/v1/health.grpc.pb.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kPatience(60);

class HealthServiceTest : public ::testing::Test {
 protected:
  HealthServiceTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub_ = grpc::health::v1::Health::NewStub(server_->InProcessChannel({}));
  }

  ~HealthServiceTest() override {
    registry_.Shutdown();
    server_->Shutdown();
  }

  grpc::Status Check(const std::string& service,
                     HealthCheckResponse* response) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(service);
    return stub_->Check(&context, request, response);
  }

  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> Watch(
      const std::string& service, grpc::ClientContext* context) {
    context->set_deadline(std::chrono::system_clock::now() + kPatience);
    HealthCheckRequest request;
    request.set_service(service);
    return stub_->Watch(context, request);
  }

  HealthRegistry registry_{{"", "shop"}};
  std::unique_ptr<grpc::Service> service_ = MakeHealthService(&registry_);
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
};

// The next status of the stream, or UNKNOWN at its end.
HealthCheckResponse::ServingStatus Next(
    const std::unique_ptr<grpc::ClientReader<HealthCheckResponse>>& reader) {
  HealthCheckResponse response;
  return reader->Read(&response) ? response.status()
                                 : HealthCheckResponse::UNKNOWN;
}

TEST_F(HealthServiceTest, CheckSaysWhatTheRegistrySays) {
  HealthCheckResponse response;
  ASSERT_TRUE(Check("shop", &response).ok());
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  registry_.Set("shop", Health::kServing);
  ASSERT_TRUE(Check("shop", &response).ok());
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  ASSERT_TRUE(Check("", &response).ok());
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthServiceTest, CheckOfAnUnknownServiceIsNotFound) {
  HealthCheckResponse response;
  const grpc::Status status = Check("bank", &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("\"bank\""));
}

TEST_F(HealthServiceTest, ListNamesAllServices) {
  registry_.Set("shop", Health::kServing);
  grpc::ClientContext context;
  grpc::health::v1::HealthListResponse response;
  ASSERT_TRUE(stub_->List(&context, {}, &response).ok());
  ASSERT_EQ(response.statuses_size(), 2);
  EXPECT_EQ(response.statuses().at("shop").status(),
            HealthCheckResponse::SERVING);
  EXPECT_EQ(response.statuses().at("").status(),
            HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthServiceTest, WatchStreamsTheStateAndEveryChange) {
  grpc::ClientContext context;
  const auto watch = Watch("shop", &context);
  EXPECT_EQ(Next(watch), HealthCheckResponse::NOT_SERVING);
  registry_.Set("shop", Health::kServing);
  EXPECT_EQ(Next(watch), HealthCheckResponse::SERVING);
  registry_.Set("shop", Health::kNotServing);
  EXPECT_EQ(Next(watch), HealthCheckResponse::NOT_SERVING);
}

TEST_F(HealthServiceTest, WatchEndsAtShutdownAfterNotServing) {
  registry_.Set("shop", Health::kServing);
  grpc::ClientContext context;
  const auto watch = Watch("shop", &context);
  EXPECT_EQ(Next(watch), HealthCheckResponse::SERVING);
  registry_.Shutdown();
  EXPECT_EQ(Next(watch), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(Next(watch), HealthCheckResponse::UNKNOWN) << "the end";
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(HealthServiceTest, WatchOfAnUnknownServiceStaysOpen) {
  grpc::ClientContext context;
  const auto watch = Watch("bank", &context);
  EXPECT_EQ(Next(watch), HealthCheckResponse::SERVICE_UNKNOWN);
  EXPECT_EQ(registry_.watcher_count(), 1);
  registry_.Shutdown();
  EXPECT_EQ(Next(watch), HealthCheckResponse::UNKNOWN) << "the end";
}

TEST_F(HealthServiceTest, WatchersThatLeaveAreForgotten) {
  grpc::ClientContext context;
  const auto watch = Watch("shop", &context);
  EXPECT_EQ(Next(watch), HealthCheckResponse::NOT_SERVING);
  context.TryCancel();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The server hears of it in its own time: ended streams let go of themselves
  // before Shutdown() returns.
  server_->Shutdown();
  registry_.Set("", Health::kServing);
  EXPECT_EQ(registry_.watcher_count(), 0);
}

}  // namespace
}  // namespace customer2vec
