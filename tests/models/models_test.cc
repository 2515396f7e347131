// Every model learns, is published, and answers by name from a real server.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "store/folder_store.h"
#include "tests/models/model_shop.h"
#include "tests/server/server_process.h"
#include "trainer/config/training_config.h"
#include "trainer/fit/fit.h"

namespace customer2vec {
namespace {

using Stub = v1::RecommendationService::Stub;

constexpr int kCustomer = 9;
constexpr int kAsked = 5;

// The shop is learned and served once for all tests of this file.
class ModelsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    data_ = new ScratchFolder;
    store_folder_ = new ScratchFolder;
    ASSERT_TRUE(ModelShop::WriteTo(data_->path()));
    C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                             ReadTrainingConfig(C2V_MODELS_CONFIG));
    C2V_ASSERT_OK_AND_ASSIGN(const auto store,
                             FolderStore::Open(store_folder_->path()));
    C2V_ASSERT_OK_AND_ASSIGN(
        const std::string version,
        Fit(config, {.data_root = data_->path()}, *store, nullptr));
    C2V_ASSERT_OK_AND_ASSIGN(const std::string folder, store->Fetch(version));
    C2V_ASSERT_OK_AND_ASSIGN(auto snapshot, Snapshot::Load(folder));
    snapshot_ = snapshot.release();
    server_ = new ServerProcess(store_folder_->path());
    server_->WaitForLog("serving as");
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(server_->Terminate(), 0);
    delete server_;
    delete snapshot_;
    delete store_folder_;
    delete data_;
  }

  // Names of the servables of these kinds.
  static std::vector<std::string> Names(
      const std::set<v1::ServableKind>& kinds) {
    std::vector<std::string> names;
    for (const auto& entry : snapshot_->manifest().servables()) {
      if (kinds.contains(entry.kind())) names.push_back(entry.name());
    }
    return names;
  }

  static std::vector<std::string> Recommenders() {
    return Names({v1::SERVABLE_KIND_SPACE, v1::SERVABLE_KIND_SCORER});
  }

  static std::string ItemOfTheGroup(int number) {
    return ModelShop::ItemId(ModelShop::GroupOfCustomer(kCustomer), number);
  }

  // Asks the servable called `name` for kAsked items, and expects as many.
  template <typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                            const Request&, Response*),
               const std::string& name, Request request) {
    request.mutable_model()->set_servable(name);
    request.set_k(kAsked);
    Response response;
    grpc::ClientContext context;
    const grpc::Status status =
        (stub_.get()->*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.items_size(), kAsked);
    return response;
  }

  // How many of the items are of the customer's group.
  template <typename Response>
  static int OfTheGroup(const Response& response) {
    int count = 0;
    for (const v1::RecommendedItem& item : response.items()) {
      count += ModelShop::GroupOfItem(item.item_id()) ==
               ModelShop::GroupOfCustomer(kCustomer);
    }
    return count;
  }

  // The servable that was asked answered, or the fallback, named.
  static void ExpectAnsweredBy(const std::string& name,
                               const v1::ServedBy& served_by) {
    const bool fell_back = served_by.fallback() != v1::FALLBACK_UNSPECIFIED;
    EXPECT_EQ(served_by.servable(), fell_back ? "popularity" : name);
  }

  // Knows nobody, or only what a customer had before.
  static bool KnowsNothingOf(const std::string& name, bool session) {
    for (const auto& entry : snapshot_->manifest().servables()) {
      if (entry.name() != name) continue;
      return entry.has_popularity() ||
             (session && (entry.has_personal_frequency() ||
                          entry.has_segments() || entry.has_repeat_purchase()));
    }
    return false;
  }

  std::unique_ptr<Stub> stub_ =
      v1::RecommendationService::NewStub(server_->Channel());

  static ScratchFolder* data_;
  static ScratchFolder* store_folder_;
  static const Snapshot* snapshot_;
  static ServerProcess* server_;
};

ScratchFolder* ModelsTest::data_;
ScratchFolder* ModelsTest::store_folder_;
const Snapshot* ModelsTest::snapshot_;
ServerProcess* ModelsTest::server_;

TEST_F(ModelsTest, EachRecommendsToACustomerByName) {
  v1::RecommendForCustomerRequest request;
  request.set_customer_id(ModelShop::CustomerId(kCustomer));
  for (const std::string& name : Recommenders()) {
    SCOPED_TRACE(name);
    const auto response = Ask(&Stub::RecommendForCustomer, name, request);
    EXPECT_EQ(response.served_by().servable(), name);
    if (KnowsNothingOf(name, /*session=*/false)) continue;
    EXPECT_EQ(OfTheGroup(response), kAsked) << response.DebugString();
  }
}

TEST_F(ModelsTest, EachRecommendsForASessionByName) {
  v1::RecommendForSessionRequest request;
  request.add_events()->set_item_id(ItemOfTheGroup(1));
  request.add_events()->set_item_id(ItemOfTheGroup(2));
  for (const std::string& name : Recommenders()) {
    SCOPED_TRACE(name);
    const auto response = Ask(&Stub::RecommendForSession, name, request);
    ExpectAnsweredBy(name, response.served_by());
    if (KnowsNothingOf(name, /*session=*/true)) continue;
    EXPECT_EQ(response.served_by().servable(), name);
    EXPECT_GE(OfTheGroup(response), kAsked - 1) << response.DebugString();
  }
}

TEST_F(ModelsTest, EachSpaceFindsSimilarItemsByName) {
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(ItemOfTheGroup(3));
  for (const std::string& name : Names({v1::SERVABLE_KIND_SPACE})) {
    if (snapshot_->FindSpace(name)->item_count() == 0) continue;
    SCOPED_TRACE(name);
    const auto response = Ask(&Stub::RecommendSimilarItems, name, request);
    EXPECT_EQ(response.served_by().servable(), name);
    EXPECT_GE(OfTheGroup(response), kAsked - 1) << response.DebugString();
  }
}

TEST_F(ModelsTest, EachScorerFindsItemsForAnItemByName) {
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id(ItemOfTheGroup(3));
  for (const std::string& name : Names({v1::SERVABLE_KIND_SCORER})) {
    SCOPED_TRACE(name);
    const auto response = Ask(&Stub::RecommendSimilarItems, name, request);
    ExpectAnsweredBy(name, response.served_by());
    if (KnowsNothingOf(name, /*session=*/true)) continue;
    EXPECT_EQ(response.served_by().servable(), name);
  }
}

TEST_F(ModelsTest, EachPredictorTellsWhoRedeemsByName) {
  const auto stub = v1::EmbeddingService::NewStub(server_->Channel());
  for (const std::string& name : Names({v1::SERVABLE_KIND_PREDICTOR})) {
    SCOPED_TRACE(name);
    for (int customer = 0; customer < 8; ++customer) {
      v1::PredictOutcomesRequest request;
      request.mutable_subject()->set_customer_id(
          ModelShop::CustomerId(customer));
      request.mutable_model()->set_servable(name);
      v1::PredictOutcomesResponse response;
      grpc::ClientContext context;
      const grpc::Status status =
          stub->PredictOutcomes(&context, request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      ASSERT_EQ(response.predictions_size(), 1);
      EXPECT_EQ(response.predictions(0).metric(), "redeems");
      EXPECT_EQ(response.predictions(0).servable(), name);
      EXPECT_EQ(response.predictions(0).value() > 0.5,
                ModelShop::GroupOfCustomer(customer) < 2)
          << response.DebugString();
    }
  }
}

TEST_F(ModelsTest, PredictionsOfStrangersAndOfNoPredictorAreErrors) {
  const auto stub = v1::EmbeddingService::NewStub(server_->Channel());
  v1::PredictOutcomesRequest request;
  request.mutable_subject()->set_customer_id("stranger");
  v1::PredictOutcomesResponse response;
  grpc::ClientContext first, second;
  EXPECT_EQ(stub->PredictOutcomes(&first, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
  request.mutable_subject()->set_customer_id(ModelShop::CustomerId(1));
  request.mutable_model()->set_servable("popularity");
  EXPECT_EQ(stub->PredictOutcomes(&second, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ModelsTest, EachModelOfTheConfigurationIsServed) {
  std::set<std::string> served;
  for (const auto& entry : snapshot_->manifest().servables()) {
    served.insert(entry.name());
  }
  for (const auto& model :
       snapshot_->manifest().provenance().config().models()) {
    EXPECT_TRUE(served.contains(model.name())) << model.name();
  }
}

}  // namespace
}  // namespace customer2vec
