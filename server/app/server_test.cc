#include "server/app/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/testing/test_store.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Turn = BoundedExecutor::Turn;

// A connection on which nothing happens: it greets as HTTP/2 does and answers
// nothing from then on.
class IdleConnection {
 public:
  explicit IdleConnection(int port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address),
                      sizeof(address)),
              0);
    const std::string greeting("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    const std::string no_settings("\0\0\0\4\0\0\0\0\0", 9);
    const std::string bytes = greeting + no_settings;
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    char first = 0;  // the server has taken the connection
    EXPECT_EQ(recv(socket_, &first, 1, 0), 1);
  }

  ~IdleConnection() { close(socket_); }

  // Returns when the server has closed it.
  void ReadToTheEnd() {
    char bytes[256];
    while (recv(socket_, bytes, sizeof(bytes), 0) > 0) {
    }
  }

 private:
  const int socket_ = socket(AF_INET, SOCK_STREAM, 0);
};

class ServerTest : public ::testing::Test {
 protected:
  ServerOptions Options() const {
    ServerOptions options;
    options.store = store_.folder();
    options.listen = options.admin_listen = options.http_listen = "127.0.0.1:0";
    options.executor_threads = 1;
    options.drain_timeout_ms = 3600 * 1000;
    options.log_level = "off";
    return options;
  }

  // A running server; serves when this returns if the store has a snapshot.
  void Start() {
    C2V_ASSERT_OK_AND_ASSIGN(server_, Server::Start(Options()));
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->ports().grpc),
                            grpc::InsecureChannelCredentials());
  }

  void WaitUntilServing() {
    const auto health = grpc::health::v1::Health::NewStub(channel_);
    grpc::ClientContext context;
    const auto watch = health->Watch(&context, {});
    HealthCheckResponse response;
    while (response.status() != HealthCheckResponse::SERVING) {
      ASSERT_TRUE(watch->Read(&response));
    }
    context.TryCancel();
  }

  // Runs on the executor for its list of exclusions if that is long.
  grpc::Status Ask(int exclusions) {
    v1::RecommendSimilarItemsRequest request;
    request.set_item_id(store_.item_id());
    for (int i = 0; i < exclusions; ++i) {
      request.mutable_options()->add_exclude_item_ids(absl::StrCat("no ", i));
    }
    grpc::ClientContext context;
    v1::RecommendSimilarItemsResponse response;
    return v1::RecommendationService::NewStub(channel_)->RecommendSimilarItems(
        &context, request, &response);
  }

  TestStore store_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(ServerTest, DrainsWhenCallsHaveEndedThoughAChannelIdles) {
  store_.Publish();
  Start();
  WaitUntilServing();
  IdleConnection idle(server_->ports().grpc);
  std::mutex mutex;
  std::vector<std::string> events;
  const auto happens = [&](const std::string& event) {
    std::lock_guard lock(mutex);
    events.push_back(event);
  };
  std::promise<void> taken, release;
  const auto admission =
      server_->executor().Submit(BoundedExecutor::Deadline::max(), [&](Turn) {
        taken.set_value();
        release.get_future().wait();
      });
  ASSERT_EQ(admission, BoundedExecutor::Admission::kAccepted);
  taken.get_future().wait();
  auto waiting = std::async(std::launch::async, [&] { return Ask(5000); });
  while (server_->executor().queue_depth() == 0) std::this_thread::yield();

  auto drain = std::async(std::launch::async, [&] {
    server_->BeginDrain();
    server_->FinishDrain();
    happens("drained");
  });
  grpc::Status refused;
  while (refused.ok()) refused = Ask(0);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(refused.error_message(), HasSubstr("shutting down"));
  happens("the call may go on");
  release.set_value();

  EXPECT_TRUE(waiting.get().ok());
  drain.wait();
  idle.ReadToTheEnd();
  EXPECT_THAT(events, ElementsAre("the call may go on", "drained"));
}

TEST_F(ServerTest, ServesWhenASnapshotComes) {
  Start();
  EXPECT_EQ(Ask(0).error_code(), grpc::StatusCode::UNAVAILABLE);
  store_.Publish();
  WaitUntilServing();
  EXPECT_TRUE(Ask(0).ok());
}

TEST_F(ServerTest, DrainsTwiceAndBeforeItServed) {
  Start();
  server_->FinishDrain();
  server_->FinishDrain();
  EXPECT_FALSE(Ask(0).ok());
}

TEST_F(ServerTest, NamesTheAddressThatIsTaken) {
  Start();
  ServerOptions options = Options();
  options.admin_listen = absl::StrCat("127.0.0.1:", server_->ports().grpc);
  EXPECT_THAT(Server::Start(options).status(),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("cannot listen on " + options.admin_listen)));
}

}  // namespace
}  // namespace customer2vec
