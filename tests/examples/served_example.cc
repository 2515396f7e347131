#include "tests/examples/served_example.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/status_matchers.h"
#include "store/folder_store.h"
#include "tests/examples/example_data.h"

namespace customer2vec {
namespace {

// Calls `rpc`, which has to succeed.
template <typename Stub, typename Request, typename Response>
Response Call(Stub& stub,
              grpc::Status (Stub::*rpc)(grpc::ClientContext*, const Request&,
                                        Response*),
              const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*rpc)(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message() << "\n"
                           << request.DebugString();
  return response;
}

std::unique_ptr<const Snapshot> LoadNewest(const std::string& store_folder) {
  const auto store = FolderStore::Open(store_folder);
  const std::string version = (*store)->ListVersions()->back();
  return *Snapshot::Load(*(*store)->Fetch(version));
}

void ExpectVectors(
    const google::protobuf::RepeatedPtrField<v1::Embedding>& embeddings,
    bool has_them, const Space& space) {
  ASSERT_EQ(embeddings.size(), has_them ? 1 : 0);
  if (!has_them) return;
  const auto& values = embeddings[0].vector().values();
  ASSERT_EQ(values.size(), static_cast<int>(space.dimension()));
  double squares = 0;
  for (const float value : values) squares += double{value} * value;
  EXPECT_TRUE(std::isfinite(squares));
  EXPECT_GT(squares, 0);
}

}  // namespace

ServedExample::ServedExample(const std::string& store_folder)
    : server_(store_folder),
      snapshot_(LoadNewest(store_folder)),
      recommender_(v1::RecommendationService::NewStub(server_.Channel())),
      embedder_(v1::EmbeddingService::NewStub(server_.Channel())) {
  server_.WaitForLog("serving as");
  FindItems();
  FindCustomer();
}

void ServedExample::FindItems() {
  const Vocabulary& ids = snapshot_->tables().items;
  while (first_ < ids.size() && GroupOf(ids.Id(first_)) < 0) ++first_;
  if (first_ == ids.size()) first_ = 0;
  group_ = GroupOf(ids.Id(first_));
  for (uint32_t row = first_; row < ids.size() && items_.size() < 2; ++row) {
    if (GroupOf(ids.Id(row)) == group_) items_.emplace_back(ids.Id(row));
  }
}

void ServedExample::FindCustomer() {
  const Tables& tables = snapshot_->tables();
  size_t most = 0;
  for (uint32_t row = 0; row < tables.customers.size(); ++row) {
    const auto history = tables.histories.Of(row);
    if (history.size() <= most || !KnowsTheGroup(history)) continue;
    most = history.size();
    customer_ = std::string(tables.customers.Id(row));
  }
}

bool ServedExample::KnowsTheGroup(std::span<const HistoryEntry> history) const {
  const Vocabulary& ids = snapshot_->tables().items;
  return std::any_of(history.begin(), history.end(),
                     [&](const HistoryEntry& entry) {
                       return GroupOf(ids.Id(entry.item)) == group_;
                     });
}

bool ServedExample::KnowsNothing(const v1::ServableEntry& entry) const {
  const Space* space = snapshot_->FindSpace(entry.name());
  if (space != nullptr) return space->item_count() == 0;
  return entry.has_personal_frequency() && !customer_;
}

// Most tokens of a log are of no group, and what counts tokens ranks those
// first that everybody has.
bool ServedExample::KnowsNoGroups(const v1::ServableEntry& entry) const {
  if (group_ < 0 || KnowsNothing(entry)) return true;
  if (first_ > 0) return entry.kind() != v1::SERVABLE_KIND_SPACE;
  return entry.has_popularity() && entry.popularity().category().empty();
}

OwnAnswers ServedExample::Recommend(const std::string& name) {
  OwnAnswers own;
  if (customer_) {
    v1::RecommendForCustomerRequest request;
    request.set_customer_id(*customer_);
    Recommend(name, &Recommender::RecommendForCustomer, request, &own);
  }
  v1::RecommendForSessionRequest session;
  for (const std::string& item : items_)
    session.add_events()->set_item_id(item);
  Recommend(name, &Recommender::RecommendForSession, session, &own);
  v1::RecommendSimilarItemsRequest similar;
  similar.set_item_id(items_[0]);
  Recommend(name, &Recommender::RecommendSimilarItems, similar, &own);
  return own;
}

template <typename Request, typename Response>
void ServedExample::Recommend(
    const std::string& name,
    grpc::Status (Recommender::*rpc)(grpc::ClientContext*, const Request&,
                                     Response*),
    Request request, OwnAnswers* own) {
  request.mutable_model()->set_servable(name);
  request.set_k(kAsked);
  const Response response = Call(*recommender_, rpc, request);
  std::set<std::string> items;
  for (const auto& item : response.items()) items.insert(item.item_id());
  EXPECT_EQ(items.size(), size_t{kAsked}) << response.DebugString();
  if (response.served_by().fallback() != v1::FALLBACK_UNSPECIFIED) {
    EXPECT_EQ(response.served_by().servable(),
              manifest().defaults().fallback());
    return;
  }
  EXPECT_EQ(response.served_by().servable(), name);
  ++own->lists;
  own->lists_of_the_group += std::all_of(
      items.begin(), items.end(),
      [&](const std::string& item) { return GroupOf(item) == group_; });
}

void ServedExample::ExpectVectorsOf(const std::string& name) {
  const Space& space = *snapshot_->FindSpace(name);
  v1::GetItemEmbeddingsRequest items;
  items.mutable_model()->set_servable(name);
  items.add_item_ids(items_[0]);
  const auto of_items = Call(*embedder_, &Embedder::GetItemEmbeddings, items);
  EXPECT_EQ(of_items.served_by().servable(), name);
  ExpectVectors(of_items.embeddings(), space.item_count() > 0, space);
  if (!customer_) return;
  v1::GetCustomerEmbeddingsRequest customers;
  customers.mutable_model()->set_servable(name);
  customers.add_customer_ids(*customer_);
  const auto of_customers =
      Call(*embedder_, &Embedder::GetCustomerEmbeddings, customers);
  EXPECT_EQ(of_customers.served_by().servable(), name);
  ExpectVectors(of_customers.embeddings(), space.customer_count() > 0, space);
}

void ServedExample::ExpectPredictionsOf(const std::string& name) {
  v1::PredictOutcomesRequest request;
  request.mutable_model()->set_servable(name);
  request.mutable_subject()->set_customer_id(customer_.value_or(""));
  const auto response = Call(*embedder_, &Embedder::PredictOutcomes, request);
  ASSERT_EQ(response.predictions_size(), 1);
  EXPECT_EQ(response.predictions(0).servable(), name);
  EXPECT_EQ(response.predictions(0).metric(), "redeems");
  EXPECT_EQ(response.predictions(0).value() > 0.5, Redeems(group_))
      << response.DebugString();
}

}  // namespace customer2vec
