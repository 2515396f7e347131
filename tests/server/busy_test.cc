// A server whose every worker is busy: it refuses what it cannot do, and health
// answers on both ports. In one process with the test, which holds the workers.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/app/server.h"
#include "server/testing/test_store.h"
#include "tests/server/caller.h"
#include "tests/server/raw_call.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using Turn = BoundedExecutor::Turn;

constexpr int kThreads = 2;
constexpr int kQueue = 3;

std::shared_ptr<grpc::Channel> ChannelTo(int port) {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                             grpc::InsecureChannelCredentials());
}

HealthCheckResponse::ServingStatus Health(
    const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
  HealthCheckResponse response;
  const grpc::Status status = grpc::health::v1::Health::NewStub(channel)->Check(
      &context, {}, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.status();
}

class BusyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_.Publish();
    ServerOptions options;
    options.store = store_.folder();
    options.listen = options.admin_listen = options.http_listen = "127.0.0.1:0";
    options.executor_threads = kThreads;
    options.executor_queue = kQueue;
    options.log_level = "off";
    C2V_ASSERT_OK_AND_ASSIGN(server_, Server::Start(options));
    main_ = ChannelTo(server_->ports().grpc);
    admin_ = ChannelTo(server_->ports().admin);
    ASSERT_TRUE(WaitUntil(
        [&] { return Health(main_) == HealthCheckResponse::SERVING; }));
  }

  // Every worker is in `work` and the queue is full when this returns.
  void Fill() {
    const auto forever = BoundedExecutor::Deadline::max();
    for (int i = 0; i < kThreads; ++i) {
      ASSERT_EQ(server_->executor().Submit(forever,
                                           [this](Turn) {
                                             running_.count_down();
                                             released_.wait();
                                           }),
                BoundedExecutor::Admission::kAccepted);
    }
    running_.wait();
    for (int i = 0; i < kQueue; ++i) {
      ASSERT_EQ(server_->executor().Submit(forever, [](Turn) {}),
                BoundedExecutor::Admission::kAccepted);
    }
  }

  // Long by its list of exclusions.
  grpc::Status Search() {
    v1::RecommendSimilarItemsRequest request;
    request.set_item_id(store_.item_id());
    for (int i = 0; i < 5000; ++i) {
      request.mutable_options()->add_exclude_item_ids(absl::StrCat("no ", i));
    }
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::minutes(1));
    v1::RecommendSimilarItemsResponse response;
    return v1::RecommendationService::NewStub(main_)->RecommendSimilarItems(
        &context, request, &response);
  }

  TestStore store_;
  std::latch running_{kThreads};
  std::latch released_{1};
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> main_;
  std::shared_ptr<grpc::Channel> admin_;
};

TEST_F(BusyTest, HealthAnswersOnBothPorts) {
  Fill();
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Health(main_), HealthCheckResponse::SERVING);
    EXPECT_EQ(Health(admin_), HealthCheckResponse::SERVING);
  }
  released_.count_down();
}

TEST_F(BusyTest, ShortCallsAreAnswered) {
  Fill();
  Callers callers(main_, store_.item_id(), 4);
  EXPECT_TRUE(WaitUntil([&] { return callers.answered() > 100; }));
  callers.Stop();
  EXPECT_EQ(callers.errors().size(), 0);
  released_.count_down();
}

TEST_F(BusyTest, LongCallsAreRefusedAndTakenAgainLater) {
  Fill();
  const grpc::Status status = Search();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "OVERLOADED");
  released_.count_down();
  EXPECT_TRUE(WaitUntil([this] { return Search().ok(); }));
}

TEST_F(BusyTest, DrainingLetsAcceptedCallsEnd) {
  Fill();
  released_.count_down();
  ASSERT_TRUE(WaitUntil([this] { return Search().ok(); }));
  std::future<grpc::Status> last =
      std::async(std::launch::async, [this] { return Search(); });
  server_->BeginDrain();
  EXPECT_EQ(Health(main_), HealthCheckResponse::NOT_SERVING);
  EXPECT_TRUE(last.get().ok());
  server_->FinishDrain();
}

}  // namespace
}  // namespace customer2vec
