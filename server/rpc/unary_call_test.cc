#include "server/rpc/unary_call.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/rpc/server_errors.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kPatience(60);

// Answers Check with what the test says: any service would do.
class Service final : public grpc::health::v1::Health::CallbackService {
 public:
  Service(RpcMetrics::Method* metrics, BoundedExecutor* executor)
      : metrics_(metrics), executor_(executor) {}

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const HealthCheckRequest*,
                                  HealthCheckResponse* response) override {
    last_context = context;
    const UnaryCall call(context, metrics_, executor_);
    grpc::ServerUnaryReactor* reactor = call.Run(inline_now, [this, response] {
      ++work_done;
      response->set_status(HealthCheckResponse::SERVING);
      return answer;
    });
    submitted.set_value();
    return reactor;
  }

  bool inline_now = true;
  absl::Status answer;
  std::atomic<int> work_done = 0;
  std::atomic<grpc::CallbackServerContext*> last_context = nullptr;
  std::promise<void> submitted;  // the first call went inline or was queued

 private:
  RpcMetrics::Method* metrics_;
  BoundedExecutor* executor_;
};

class UnaryCallTest : public ::testing::Test {
 protected:
  UnaryCallTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = grpc::health::v1::Health::NewStub(server_->InProcessChannel({}));
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
  }

  ~UnaryCallTest() override {
    executor_.Stop();
    server_->Shutdown();
  }

  grpc::Status Call() { return stub_->Check(&context_, {}, &response_); }

  // Keeps the executor's one thread busy until `released_` is set.
  void BlockExecutor() {
    std::promise<void> running;
    ASSERT_EQ(executor_.Submit(BoundedExecutor::Deadline::max(),
                               [&](BoundedExecutor::Turn) {
                                 running.set_value();
                                 released_.get_future().wait();
                               }),
              BoundedExecutor::Admission::kAccepted);
    running.get_future().wait();
  }

  RpcMetrics metrics_;
  RpcMetrics::Method* method_ = metrics_.AddMethod("shop", "Check");
  std::promise<void> released_;
  BoundedExecutor executor_{{.threads = 1, .queue_limit = 1}};
  Service service_{method_, &executor_};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  grpc::ClientContext context_;
  HealthCheckResponse response_;
};

TEST_F(UnaryCallTest, AnswersHere) {
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(response_.status(), HealthCheckResponse::SERVING);
  EXPECT_EQ(method_->started(), 1);
  EXPECT_EQ(method_->handled(absl::StatusCode::kOk), 1);
  EXPECT_GT(method_->durations().sample_sum, 0);
}

TEST_F(UnaryCallTest, AnswersFromTheExecutor) {
  service_.inline_now = false;
  ASSERT_TRUE(Call().ok());
  EXPECT_EQ(response_.status(), HealthCheckResponse::SERVING);
  EXPECT_EQ(method_->handled(absl::StatusCode::kOk), 1);
}

TEST_F(UnaryCallTest, ErrorsHaveDetailsAndPushback) {
  service_.answer = NoSnapshot("the store is empty");
  const grpc::Status status = Call();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.details_size(), 2);
  const auto& trailers = context_.GetServerTrailingMetadata();
  const auto pushback = trailers.find("grpc-retry-pushback-ms");
  ASSERT_NE(pushback, trailers.end());
  EXPECT_EQ(pushback->second, "1000");
  EXPECT_EQ(method_->handled(absl::StatusCode::kUnavailable), 1);
}

TEST_F(UnaryCallTest, ErrorsThatAreFinalHaveNoPushback) {
  service_.answer = absl::InvalidArgumentError("no");
  EXPECT_EQ(Call().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(
      context_.GetServerTrailingMetadata().count("grpc-retry-pushback-ms"), 0);
}

TEST_F(UnaryCallTest, AFullExecutorRefuses) {
  service_.inline_now = false;
  BlockExecutor();
  ASSERT_EQ(executor_.Submit(BoundedExecutor::Deadline::max(),
                             [](BoundedExecutor::Turn) {}),
            BoundedExecutor::Admission::kAccepted);
  const grpc::Status status = Call();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("1 calls wait"));
  EXPECT_EQ(service_.work_done, 0);
  released_.set_value();
}

TEST_F(UnaryCallTest, AStoppedExecutorSaysThatTheServerGoes) {
  service_.inline_now = false;
  executor_.Stop();
  const grpc::Status status = Call();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("shutting down"));
}

TEST_F(UnaryCallTest, StoppingAnswersCallsThatWait) {
  service_.inline_now = false;
  BlockExecutor();
  std::future<grpc::Status> status =
      std::async(std::launch::async, [this] { return Call(); });
  service_.submitted.get_future().wait();
  std::thread stopper([this] { executor_.Stop(); });
  EXPECT_THAT(status.get().error_message(), HasSubstr("shutting down"));
  released_.set_value();
  stopper.join();
  EXPECT_EQ(service_.work_done, 0);
}

TEST_F(UnaryCallTest, WorkPastItsDeadlineIsNotDone) {
  service_.inline_now = false;
  BlockExecutor();
  context_.set_deadline(std::chrono::system_clock::now() +
                        std::chrono::milliseconds(50));
  EXPECT_EQ(Call().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  released_.set_value();
  server_->Shutdown();  // waits for the call's end on this side
  EXPECT_EQ(service_.work_done, 0);
  EXPECT_EQ(method_->handled(absl::StatusCode::kDeadlineExceeded), 1);
}

TEST_F(UnaryCallTest, WorkOfACallerWhoLeftIsNotDone) {
  service_.inline_now = false;
  BlockExecutor();
  std::future<grpc::Status> status =
      std::async(std::launch::async, [this] { return Call(); });
  service_.submitted.get_future().wait();
  context_.TryCancel();
  EXPECT_EQ(status.get().error_code(), grpc::StatusCode::CANCELLED);
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  while (!service_.last_context.load()->IsCancelled()) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit);
    std::this_thread::yield();
  }
  released_.set_value();
  server_->Shutdown();
  EXPECT_EQ(service_.work_done, 0);
  EXPECT_EQ(method_->handled(absl::StatusCode::kCancelled), 1);
}

}  // namespace
}  // namespace customer2vec
