// A store that changes under a running c2v-server: no call fails, no answer
// mixes versions, and a bad snapshot changes nothing but the reports.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/testing/test_store.h"
#include "tests/server/caller.h"
#include "tests/server/raw_call.h"
#include "tests/server/server_process.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::vector<std::string> kQuickPolls = {"--poll-interval-ms=5"};
// As good as never: what happens was asked for.
const std::vector<std::string> kNoPolls = {"--poll-interval-ms=3600000"};

v1::ListSnapshotsResponse List(const ServerProcess& server) {
  grpc::ClientContext context;
  v1::ListSnapshotsResponse response;
  EXPECT_TRUE(v1::SnapshotService::NewStub(server.AdminChannel())
                  ->ListSnapshots(&context, {}, &response)
                  .ok());
  return response;
}

v1::ReloadSnapshotsResponse Reload(const ServerProcess& server,
                                   const v1::ReloadSnapshotsRequest& request) {
  grpc::ClientContext context;
  v1::ReloadSnapshotsResponse response;
  const grpc::Status status =
      v1::SnapshotService::NewStub(server.AdminChannel())
          ->ReloadSnapshots(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

TEST(SwapTest, BecomesReadyWithTheFirstSnapshot) {
  TestStore store;
  ServerProcess server(store.folder(), kQuickPolls);
  EXPECT_THAT(server.Http("/healthz"), HasSubstr("200 OK"));
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("503 Service Unavailable"));
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("no snapshot is loaded yet"));

  const RawReply early = CallRaw(
      server.Channel(), "/customer2vec.v1.RecommendationService/ListItems", "");
  EXPECT_EQ(early.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorInfoOf(early.status).reason(), "NO_SNAPSHOT");

  const auto health = grpc::health::v1::Health::NewStub(server.Channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
  const auto watch = health->Watch(&context, {});
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  store.Publish();
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("200 OK"));
  EXPECT_EQ(server.Terminate(), 0);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
}

TEST(SwapTest, SwapsUnderCallsWithoutAFailure) {
  TestStore store;
  std::vector<std::string> versions = {store.Publish()};
  ServerProcess server(store.folder(), kQuickPolls);
  server.WaitForLog("serving as");
  Callers callers(server.Channel(), store.item_id(), 4);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(WaitUntil([&] {
      return callers.answers()[versions.back()] >= 20 ||
             !callers.errors().empty();
    }));
    versions.push_back(store.Publish());
  }
  ASSERT_TRUE(WaitUntil([&] {
    return callers.answers()[versions.back()] >= 20 ||
           !callers.errors().empty();
  }));
  callers.Stop();
  EXPECT_THAT(callers.errors(), IsEmpty());
  EXPECT_EQ(callers.answers().size(), versions.size());
}

TEST(SwapTest, KeepsThePreviousVersionForThoseWhoNameIt) {
  TestStore store;
  const std::string first = store.Publish();
  ServerProcess server(store.folder(), kNoPolls);
  server.WaitForLog("serving as");
  const std::string second = store.Publish();
  EXPECT_EQ(Reload(server, {}).stable_version(), second);
  const auto ask = [&](const std::string& version) {
    v1::ListItemsRequest request;
    request.mutable_model()->set_version(version);
    grpc::ClientContext context;
    v1::ListItemsResponse response;
    return v1::RecommendationService::NewStub(server.Channel())
        ->ListItems(&context, request, &response)
        .error_code();
  };
  EXPECT_EQ(ask(first), grpc::StatusCode::OK);
  store.Publish();
  EXPECT_TRUE(Reload(server, {}).changed());
  EXPECT_EQ(ask(second), grpc::StatusCode::OK);
  EXPECT_EQ(ask(first), grpc::StatusCode::NOT_FOUND) << "released";
}

TEST(SwapTest, ABadSnapshotIsRefusedAndTheOldOneServesOn) {
  TestStore store;
  const std::string good = store.Publish();
  ServerProcess server(store.folder(), kQuickPolls);
  server.WaitForLog("serving as");
  Callers callers(server.Channel(), store.item_id(), 2);
  const std::string bad = store.PublishCorrupt();
  server.WaitForLog("snapshot " + bad + ": refused");
  const int before = callers.answered();
  ASSERT_TRUE(WaitUntil([&] { return callers.answered() > before + 20; }));
  callers.Stop();
  EXPECT_THAT(callers.errors(), IsEmpty());
  EXPECT_EQ(callers.answers().count(bad), 0);

  const v1::ListSnapshotsResponse list = List(server);
  ASSERT_EQ(list.snapshots_size(), 2);
  EXPECT_EQ(list.snapshots(0).version(), bad);
  EXPECT_EQ(list.snapshots(0).state(), v1::SNAPSHOT_STATE_REFUSED);
  EXPECT_THAT(list.snapshots(0).error(), StartsWith("DATA_LOSS: "));
  EXPECT_THAT(list.snapshots(0).error(), HasSubstr(store.corrupt_file()));
  EXPECT_EQ(list.snapshots(1).labels(0), "stable");
  EXPECT_THAT(server.Http("/metrics"),
              HasSubstr("c2v_snapshot_load_failures_total{reason=\"data_"
                        "loss\"} 1\n"));
  EXPECT_THAT(server.Http("/readyz"), HasSubstr("200 OK"));
}

TEST(SwapTest, ABadSnapshotIsTriedAgainOnlyWhenAsked) {
  TestStore store;
  const std::string good = store.Publish();
  const std::string bad = store.PublishCorrupt();
  ServerProcess server(store.folder(), kNoPolls);
  server.WaitForLog("serving as");

  v1::ReloadSnapshotsRequest look;
  look.set_validate_only(true);
  v1::ReloadSnapshotsResponse response = Reload(server, look);
  EXPECT_EQ(response.stable_version(), good);
  ASSERT_EQ(response.refused_size(), 1);
  EXPECT_EQ(response.refused(0).version(), bad);

  store.Repair(bad);
  EXPECT_FALSE(Reload(server, look).changed()) << "it only looks";
  v1::ReloadSnapshotsRequest request;
  request.set_request_id("once");
  response = Reload(server, request);
  EXPECT_TRUE(response.changed());
  EXPECT_EQ(response.stable_version(), bad);
  EXPECT_EQ(response.refused_size(), 0);
  EXPECT_TRUE(Reload(server, request).changed()) << "the first answer again";
  EXPECT_FALSE(Reload(server, {}).changed());
}

TEST(SwapTest, WithOnlyABadSnapshotItSaysWhy) {
  TestStore store;
  const std::string bad = store.PublishCorrupt();
  ServerProcess server(store.folder(), kQuickPolls);
  server.WaitForLog("refused");
  EXPECT_THAT(server.Http("/readyz"),
              HasSubstr(bad + " was refused: DATA_LOSS"));
  EXPECT_EQ(server.Terminate(), 0);
}

TEST(SwapTest, LooksPastWhatIsNoSnapshot) {
  TestStore store;
  store.WriteStrayFile("20260101T000000Z-xyz/manifest.json", "{}");
  store.WriteStrayFile("notes.txt", "hello");
  const std::string good = store.Publish();
  ServerProcess server(store.folder(), kNoPolls);
  server.WaitForLog("serving as");
  EXPECT_EQ(List(server).snapshots_size(), 1);
  EXPECT_EQ(List(server).snapshots(0).version(), good);
}

}  // namespace
}  // namespace customer2vec
