// What callers get from a running c2v-server: answers, errors, descriptions.

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>

#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/event_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/testing/test_store.h"
#include "tests/server/raw_call.h"
#include "tests/server/server_process.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// One server for all tests of this file: none of them changes it.
class ServingTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    store_ = new TestStore;
    version_ = new std::string(store_->Publish());
    server_ = new ServerProcess(store_->folder());
    server_->WaitForLog("serving as");
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(server_->Terminate(), 0);
    delete server_;
    delete version_;
    delete store_;
  }

  std::unique_ptr<v1::RecommendationService::Stub> recommendations_ =
      v1::RecommendationService::NewStub(server_->Channel());
  std::unique_ptr<v1::EmbeddingService::Stub> embeddings_ =
      v1::EmbeddingService::NewStub(server_->Channel());
  std::unique_ptr<v1::SnapshotService::Stub> snapshots_ =
      v1::SnapshotService::NewStub(server_->AdminChannel());
  grpc::ClientContext context_;

  static TestStore* store_;
  static std::string* version_;
  static ServerProcess* server_;
};

TestStore* ServingTest::store_;
std::string* ServingTest::version_;
ServerProcess* ServingTest::server_;

TEST_F(ServingTest, RecommendsSimilarItems) {
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(store_->item_id());
  request.set_k(3);
  request.set_include_names(true);
  v1::RecommendSimilarItemsResponse response;
  const grpc::Status status =
      recommendations_->RecommendSimilarItems(&context_, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.items_size(), 3);
  for (const v1::RecommendedItem& item : response.items()) {
    EXPECT_NE(item.item_id(), store_->item_id());
    EXPECT_NE(item.name(), "");
  }
  EXPECT_EQ(response.served_by().snapshot_version(), *version_);
  EXPECT_EQ(response.served_by().label(), "stable");
}

TEST_F(ServingTest, RecommendsForACustomer) {
  v1::RecommendForCustomerRequest request;
  request.set_customer_id(store_->customer_id());
  request.mutable_model()->set_version(*version_);
  v1::RecommendForCustomerResponse response;
  const grpc::Status status =
      recommendations_->RecommendForCustomer(&context_, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.items(), Not(IsEmpty()));
  EXPECT_EQ(response.served_by().label(), "") << "asked by version";
}

TEST_F(ServingTest, RecommendsForASession) {
  v1::RecommendForSessionRequest request;
  request.add_events()->set_item_id(store_->item_id());
  request.add_events()->set_item_id("no such item");
  v1::RecommendForSessionResponse response;
  const grpc::Status status =
      recommendations_->RecommendForSession(&context_, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.items(), Not(IsEmpty()));
  ASSERT_EQ(response.missing_item_ids_size(), 1);
  EXPECT_EQ(response.missing_item_ids(0), "no such item");
}

// "again" ranks what a customer had, and of an item or a session only what is
// left out of its own answer.
TEST_F(ServingTest, AScorerWithNothingLeftFallsBackOnPopularity) {
  v1::RecommendSimilarItemsRequest item;
  item.set_item_id(store_->item_id());
  item.mutable_model()->set_servable("again");
  item.set_k(3);
  v1::RecommendSimilarItemsResponse similar;
  grpc::Status status =
      recommendations_->RecommendSimilarItems(&context_, item, &similar);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(similar.items_size(), 3);
  EXPECT_EQ(similar.served_by().servable(), "popular");
  EXPECT_EQ(similar.served_by().fallback(), v1::FALLBACK_NOTHING_LEFT);

  v1::RecommendForSessionRequest session;
  session.add_events()->set_item_id(store_->item_id());
  session.mutable_model()->set_servable("again");
  session.set_k(3);
  v1::RecommendForSessionResponse next;
  grpc::ClientContext context;
  status = recommendations_->RecommendForSession(&context, session, &next);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(next.items_size(), 3);
  EXPECT_EQ(next.served_by().servable(), "popular");
  EXPECT_EQ(next.served_by().fallback(), v1::FALLBACK_NOTHING_LEFT);
}

TEST_F(ServingTest, LongSearchesAnswerTheSame) {
  // An exact search with many exclusions leaves gRPC's thread.
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(store_->item_id());
  request.set_k(3);
  v1::RecommendSimilarItemsResponse quick, slow;
  ASSERT_TRUE(
      recommendations_->RecommendSimilarItems(&context_, request, &quick).ok());
  for (int i = 0; i < 5000; ++i) {
    request.mutable_options()->add_exclude_item_ids(std::to_string(i) + "?");
  }
  grpc::ClientContext context;
  ASSERT_TRUE(
      recommendations_->RecommendSimilarItems(&context, request, &slow).ok());
  ASSERT_EQ(slow.items_size(), quick.items_size());
  for (int i = 0; i < quick.items_size(); ++i) {
    EXPECT_EQ(slow.items(i).item_id(), quick.items(i).item_id());
  }
}

TEST_F(ServingTest, ListsItems) {
  v1::ListItemsRequest request;
  request.set_page_size(2);
  v1::ListItemsResponse response;
  const grpc::Status status =
      recommendations_->ListItems(&context_, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.items_size(), 2);
  EXPECT_NE(response.next_page_token(), "");
}

TEST_F(ServingTest, GivesVectorsAway) {
  v1::GetItemEmbeddingsRequest items;
  items.add_item_ids(store_->item_id());
  v1::GetItemEmbeddingsResponse item_response;
  grpc::Status status =
      embeddings_->GetItemEmbeddings(&context_, items, &item_response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(item_response.embeddings_size(), 1);
  EXPECT_GT(item_response.embeddings(0).vector().dimension(), 0);

  v1::GetCustomerEmbeddingsRequest customers;
  customers.add_customer_ids("nobody");
  v1::GetCustomerEmbeddingsResponse customer_response;
  grpc::ClientContext context;
  status = embeddings_->GetCustomerEmbeddings(&context, customers,
                                              &customer_response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(customer_response.missing_customer_ids_size(), 1);
}

TEST_F(ServingTest, NamesTheFieldThatIsWrong) {
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(store_->item_id());
  request.set_k(0);
  v1::RecommendSimilarItemsResponse response;
  const grpc::Status status =
      recommendations_->RecommendSimilarItems(&context_, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const google::rpc::BadRequest bad = BadRequestOf(status);
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "k");
  EXPECT_EQ(ErrorInfoOf(status).domain(), "customer2vec");
}

TEST_F(ServingTest, NamesTheLabelsAndVersionsThatThereAre) {
  v1::ListItemsRequest request;
  v1::ListItemsResponse response;
  request.mutable_model()->set_label("canary");
  grpc::Status status =
      recommendations_->ListItems(&context_, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "UNKNOWN_LABEL");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("known"), "stable");

  request.mutable_model()->set_version("20000101T000000Z-00000000");
  grpc::ClientContext context;
  status = recommendations_->ListItems(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "UNKNOWN_VERSION");
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("known"), *version_);
}

TEST_F(ServingTest, RefusesRubbishWithoutHarm) {
  const RawReply reply =
      CallRaw(server_->Channel(),
              "/customer2vec.v1.RecommendationService/RecommendSimilarItems",
              "\xff\xff rubbish");
  EXPECT_FALSE(reply.status.ok());
  EXPECT_EQ(CallRaw(server_->Channel(), "/no.such.Service/Method", "")
                .status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  v1::ListItemsResponse response;
  EXPECT_TRUE(recommendations_->ListItems(&context_, {}, &response).ok());
}

// What this version carries out; all else says by name that it does not.
const std::set<std::string>& CarriedOut() {
  static const auto* const methods = new std::set<std::string>{
      "RecommendSimilarItems", "RecommendForCustomer",
      "RecommendForSession",   "ListItems",
      "GetItemEmbeddings",     "GetCustomerEmbeddings",
      "PredictOutcomes",       "ListSnapshots",
      "GetSnapshot",           "ReloadSnapshots"};
  return *methods;
}

TEST_F(ServingTest, EveryMethodOfTheApiIsThereOrSaysThatItIsNot) {
  int refused = 0;
  for (const google::protobuf::FileDescriptor* file :
       {v1::RecommendSimilarItemsRequest::descriptor()->file(),
        v1::GetItemEmbeddingsRequest::descriptor()->file(),
        v1::RecordEventsRequest::descriptor()->file(),
        v1::ListSnapshotsRequest::descriptor()->file()}) {
    const google::protobuf::ServiceDescriptor* descriptor = file->service(0);
    const std::string service = descriptor->name();
    const auto channel = service == "SnapshotService" ? server_->AdminChannel()
                                                      : server_->Channel();
    for (int i = 0; i < descriptor->method_count(); ++i) {
      const std::string name = descriptor->method(i)->name();
      const std::string path = "/customer2vec.v1." + service + "/" + name;
      const grpc::Status status = CallRaw(channel, path, "").status;
      if (CarriedOut().contains(name)) {
        EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << path;
        continue;
      }
      ++refused;
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << path;
      EXPECT_THAT(status.error_message(), HasSubstr(path));
      EXPECT_EQ(ErrorInfoOf(status).reason(), "METHOD_NOT_IMPLEMENTED") << path;
    }
  }
  EXPECT_EQ(refused, 17);
}

TEST_F(ServingTest, ReflectionListsTheServicesOfEachPort) {
  // ServerReflectionRequest{list_services: "*"}.
  const std::string request = "\x3a\x01*";
  const std::string method =
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  const RawReply main = CallRaw(server_->Channel(), method, request);
  ASSERT_EQ(main.messages.size(), 1) << main.status.error_message();
  for (const std::string service :
       {"customer2vec.v1.RecommendationService",
        "customer2vec.v1.EmbeddingService", "customer2vec.v1.EventService",
        "grpc.health.v1.Health"}) {
    EXPECT_THAT(main.messages[0], HasSubstr(service));
  }
  EXPECT_THAT(main.messages[0], Not(HasSubstr("SnapshotService")));
  const RawReply admin = CallRaw(server_->AdminChannel(), method, request);
  ASSERT_EQ(admin.messages.size(), 1);
  EXPECT_THAT(admin.messages[0], HasSubstr("customer2vec.v1.SnapshotService"));
  EXPECT_THAT(admin.messages[0], HasSubstr("grpc.health.v1.Health"));
}

TEST_F(ServingTest, ReflectionDescribesHealth) {
  // ServerReflectionRequest{file_containing_symbol: "grpc.health.v1.Health"}.
  const RawReply reply =
      CallRaw(server_->Channel(),
              "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              "\x22\x15grpc.health.v1.Health");
  ASSERT_EQ(reply.messages.size(), 1);
  EXPECT_THAT(reply.messages[0], HasSubstr("HealthCheckRequest"));
}

TEST_F(ServingTest, HealthTellsTheServicesApart) {
  using grpc::health::v1::HealthCheckResponse;
  for (const auto& channel : {server_->Channel(), server_->AdminChannel()}) {
    const auto health = grpc::health::v1::Health::NewStub(channel);
    grpc::ClientContext context;
    grpc::health::v1::HealthListResponse list;
    ASSERT_TRUE(health->List(&context, {}, &list).ok());
    const auto status = [&](const std::string& service) {
      return list.statuses().at(service).status();
    };
    EXPECT_EQ(status(""), HealthCheckResponse::SERVING);
    EXPECT_EQ(status("customer2vec.v1.RecommendationService"),
              HealthCheckResponse::SERVING);
    EXPECT_EQ(status("customer2vec.v1.EmbeddingService"),
              HealthCheckResponse::SERVING);
    EXPECT_EQ(status("customer2vec.v1.SnapshotService"),
              HealthCheckResponse::SERVING);
    EXPECT_EQ(status("customer2vec.v1.EventService"),
              HealthCheckResponse::NOT_SERVING)
        << "it carries nothing out";
  }
}

TEST_F(ServingTest, ListsAndShowsSnapshots) {
  v1::ListSnapshotsResponse list;
  ASSERT_TRUE(snapshots_->ListSnapshots(&context_, {}, &list).ok());
  ASSERT_EQ(list.snapshots_size(), 1);
  EXPECT_EQ(list.snapshots(0).version(), *version_);
  EXPECT_EQ(list.snapshots(0).state(), v1::SNAPSHOT_STATE_LOADED);
  EXPECT_EQ(list.snapshots(0).labels(0), "stable");
  EXPECT_GT(list.snapshots(0).size_bytes(), 0);
  grpc::ClientContext context;
  v1::GetSnapshotResponse snapshot;
  ASSERT_TRUE(snapshots_->GetSnapshot(&context, {}, &snapshot).ok());
  EXPECT_EQ(snapshot.manifest().version(), *version_);
  EXPECT_GT(snapshot.manifest().servables_size(), 0);
}

}  // namespace
}  // namespace customer2vec
