#include "client/cpp/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "client/cpp/status_details.h"
#include "client/fake_server/fake_server.h"
#include "core/base/status_matchers.h"
#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;

std::unique_ptr<Client> ConnectTo(const FakeServer& server) {
  auto client = Client::Connect(
      {.address = server.address(), .admin_address = server.address()});
  EXPECT_THAT(client, IsOk());
  return *std::move(client);
}

// Answers `failure` `times` times and then one item.
auto FailThenAnswer(int times, grpc::Status failure) {
  return [left = times, failure](const auto&, auto* response) mutable {
    if (left-- > 0) return failure;
    response->add_items()->set_item_id("milk");
    return grpc::Status::OK;
  };
}

TEST(ClientTest, RetriesUnavailableUntilItAnswers) {
  FakeServer server;
  server.recommendations().similar_items =
      FailThenAnswer(2, {grpc::StatusCode::UNAVAILABLE, "starting"});
  C2V_ASSERT_OK_AND_ASSIGN(const auto response,
                           ConnectTo(server)->RecommendSimilarItems({}));
  EXPECT_EQ(response.items(0).item_id(), "milk");
  EXPECT_EQ(server.recommendations().similar_items.calls(), 3);
}

TEST(ClientTest, GivesUpAfterFourAttempts) {
  FakeServer server;
  server.recommendations().customer =
      FailThenAnswer(100, {grpc::StatusCode::UNAVAILABLE, "starting"});
  EXPECT_THAT(ConnectTo(server)->RecommendForCustomer({}),
              StatusIs(absl::StatusCode::kUnavailable, "starting"));
  EXPECT_EQ(server.recommendations().customer.calls(), 4);
}

TEST(ClientTest, RetriesNoOtherCode) {
  FakeServer server;
  const auto client = ConnectTo(server);
  for (const grpc::StatusCode code :
       {grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::INTERNAL,
        grpc::StatusCode::RESOURCE_EXHAUSTED, grpc::StatusCode::ABORTED}) {
    const int before = server.recommendations().session.calls();
    server.recommendations().session = FailThenAnswer(1, {code, "no"});
    EXPECT_EQ(client->RecommendForSession({}).status().code(),
              static_cast<absl::StatusCode>(code));
    EXPECT_EQ(server.recommendations().session.calls(), before + 1);
  }
}

TEST(ClientTest, HonoursTheDeadlineOfTheCall) {
  FakeServer server;
  std::mutex mutex;
  std::condition_variable changed;
  bool client_is_back = false;
  server.recommendations().list_items = [&](const auto&, auto*) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return client_is_back; });
    return grpc::Status::OK;
  };
  const auto client = *Client::Connect(
      {.address = server.address(), .deadline = absl::Hours(1)});
  EXPECT_THAT(client->ListItems({}, absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("")));
  std::lock_guard lock(mutex);
  client_is_back = true;
  changed.notify_all();
}

TEST(ClientTest, KeepsTheServersDetails) {
  FakeServer server;
  server.embeddings().item_embeddings = [](const auto&, auto*) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field("item_ids");
    google::rpc::Status status;
    status.add_details()->PackFrom(bad);
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "empty",
                        status.SerializeAsString());
  };
  const auto response = ConnectTo(server)->GetItemEmbeddings({});
  ASSERT_THAT(response, StatusIs(absl::StatusCode::kInvalidArgument, "empty"));
  const auto bad = GetDetail<google::rpc::BadRequest>(response.status());
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->field_violations(0).field(), "item_ids");
}

TEST(ClientTest, SendsEachCallToItsMethodAndPort) {
  FakeServer serving, admin;
  auto ok = [](const auto&, auto*) { return grpc::Status::OK; };
  serving.embeddings().customer_embeddings = ok;
  serving.embeddings().predict = ok;
  serving.recommendations().list_items = ok;
  admin.snapshots().list_snapshots = ok;
  admin.snapshots().get_snapshot = ok;
  admin.snapshots().reload_snapshots = ok;
  const auto client = *Client::Connect(
      {.address = serving.address(), .admin_address = admin.address()});
  EXPECT_THAT(client->GetCustomerEmbeddings({}), IsOk());
  EXPECT_THAT(client->PredictOutcomes({}), IsOk());
  EXPECT_THAT(client->ListItems({}), IsOk());
  EXPECT_THAT(client->ListSnapshots({}), IsOk());
  EXPECT_THAT(client->GetSnapshot({}), IsOk());
  EXPECT_THAT(client->ReloadSnapshots({}), IsOk());
}

TEST(ClientTest, NobodyListensIsUnavailable) {
  std::string address;
  {
    FakeServer server;
    address = server.address();
  }
  const auto client =
      *Client::Connect({.address = address, .admin_address = address});
  EXPECT_THAT(client->ListItems({}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("")));
}

TEST(ClientTest, RefusesOptionsThatCannotWork) {
  EXPECT_THAT(Client::Connect({.address = ""}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("address is empty")));
  EXPECT_THAT(Client::Connect({.deadline = absl::ZeroDuration()}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("must be positive")));
}

TEST(ClientTest, ChecksHealthByServiceAndPort) {
  FakeServer serving, admin;
  serving.health().check = [](const auto& request, auto* response) {
    response->set_status(request.service() == "shop"
                             ? HealthCheckResponse::SERVING
                             : HealthCheckResponse::NOT_SERVING);
    return grpc::Status::OK;
  };
  admin.health().check = [](const auto&, auto*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "unknown service");
  };
  const auto client = *Client::Connect(
      {.address = serving.address(), .admin_address = admin.address()});
  EXPECT_EQ(*client->CheckHealth(Port::kServing, "shop"),
            HealthCheckResponse::SERVING);
  EXPECT_EQ(*client->CheckHealth(Port::kServing, ""),
            HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(client->CheckHealth(Port::kAdmin, "shop"),
              StatusIs(absl::StatusCode::kNotFound, "unknown service"));
}

auto WatchOf(std::vector<HealthCheckResponse::ServingStatus> statuses,
             grpc::Status end) {
  return [statuses, end](const auto&, auto* writer) {
    for (const auto status : statuses) {
      HealthCheckResponse response;
      response.set_status(status);
      writer->Write(response);
    }
    return end;
  };
}

TEST(ClientTest, WaitsUntilServing) {
  FakeServer server;
  server.health().watch =
      WatchOf({HealthCheckResponse::NOT_SERVING, HealthCheckResponse::SERVING},
              grpc::Status::OK);
  EXPECT_THAT(ConnectTo(server)->WaitUntilServing(Port::kServing, "",
                                                  absl::Seconds(30)),
              IsOk());
}

TEST(ClientTest, WaitsAcrossWatchesThatEnd) {
  FakeServer server;
  std::atomic<int> watches = 0;
  server.health().watch = [&](const auto& request, auto* writer) {
    if (++watches == 1) {
      return WatchOf({HealthCheckResponse::NOT_SERVING},
                     grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away"))(
          request, writer);
    }
    return WatchOf({HealthCheckResponse::SERVING}, grpc::Status::OK)(request,
                                                                     writer);
  };
  EXPECT_THAT(
      ConnectTo(server)->WaitUntilServing(Port::kAdmin, "", absl::Seconds(30)),
      IsOk());
}

TEST(ClientTest, WaitingEndsWithTheLastStatusSeen) {
  FakeServer server;
  server.health().watch =
      WatchOf({HealthCheckResponse::NOT_SERVING}, grpc::Status::OK);
  EXPECT_THAT(
      ConnectTo(server)->WaitUntilServing(Port::kServing, "",
                                          absl::Milliseconds(200)),
      StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("NOT_SERVING")));
}

TEST(ClientTest, WaitingForAServiceThatCannotBeWatchedEndsAtOnce) {
  FakeServer server;
  EXPECT_THAT(
      ConnectTo(server)->WaitUntilServing(Port::kServing, "",
                                          absl::Seconds(30)),
      StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("no answer")));
}

}  // namespace
}  // namespace customer2vec
