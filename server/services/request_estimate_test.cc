#include "server/services/request_estimate.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

// A large space with graphs, a small flat one, and the blend over the first.
v1::SnapshotManifest MakeManifest() {
  v1::SnapshotManifest manifest;
  manifest.set_item_count(60000);
  v1::ServableEntry* items = manifest.add_servables();
  items->set_name("items");
  v1::EmbeddingSpaceSpec* space = items->mutable_embedding_space();
  space->set_dimension(200);
  space->set_item_count(50000);
  space->mutable_similar_index()->set_kind(v1::INDEX_KIND_HNSW);
  space->mutable_similar_index()->set_search_beam(32);
  *space->mutable_next_index() = space->similar_index();
  v1::ServableEntry* flat = manifest.add_servables();
  flat->set_name("flat");
  *flat->mutable_embedding_space() = *space;
  flat->mutable_embedding_space()->mutable_similar_index()->set_kind(
      v1::INDEX_KIND_FLAT);
  v1::ServableEntry* blend = manifest.add_servables();
  blend->set_name("blend");
  blend->mutable_repeat_discovery()->set_discovery_space("items");
  manifest.add_servables()->set_name("popularity");
  manifest.mutable_servables(3)->mutable_popularity();
  manifest.mutable_defaults()->set_similar_items("items");
  manifest.mutable_defaults()->set_session("items");
  manifest.mutable_defaults()->set_customer("blend");
  return manifest;
}

TEST(RequestEstimateTest, GraphSearchesStayAndScansGo) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::RecommendSimilarItemsRequest request;
  EXPECT_TRUE(RunsInline(EstimateCost(manifest, request)));

  request.mutable_options()->set_search_mode(v1::SEARCH_MODE_EXACT);
  EXPECT_EQ(EstimateCost(manifest, request).vectors_compared, 50000);
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, request)));

  request.Clear();
  request.mutable_model()->set_servable("flat");
  EXPECT_EQ(EstimateCost(manifest, request).vectors_compared, 50000);
}

TEST(RequestEstimateTest, KIsTenUnlessAsked) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::RecommendForSessionRequest request;
  EXPECT_EQ(EstimateCost(manifest, request).k, 10);
  request.set_k(1000);
  EXPECT_EQ(EstimateCost(manifest, request).k, 1000);
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, request)));
  request.set_k(-1);
  EXPECT_EQ(EstimateCost(manifest, request).k, 0);
}

TEST(RequestEstimateTest, ListedIdsCount) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::RecommendForSessionRequest request;
  request.add_events();
  request.mutable_options()->add_exclude_item_ids("a");
  request.mutable_options()->add_exclude_item_ids("b");
  EXPECT_EQ(EstimateCost(manifest, request).ids, 3);
  request.mutable_options()->add_candidate_item_ids("c");
  EXPECT_EQ(EstimateCost(manifest, request).ids, 4);
  EXPECT_EQ(EstimateCost(manifest, request).vectors_compared, 1)
      << "only the candidates";
}

TEST(RequestEstimateTest, BlendsCostTheirSpace) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::RecommendForCustomerRequest request;
  EXPECT_EQ(EstimateCost(manifest, request).dimension, 200);
  request.add_recent_events();
  EXPECT_EQ(EstimateCost(manifest, request).ids, 1);
  request.mutable_options()->set_search_mode(v1::SEARCH_MODE_EXACT);
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, request)));
}

TEST(RequestEstimateTest, ScorersAndUnknownServablesCompareNothing) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::RecommendForSessionRequest request;
  for (const char* servable : {"popularity", "no such"}) {
    request.mutable_model()->set_servable(servable);
    EXPECT_EQ(EstimateCost(manifest, request).vectors_compared, 0);
    EXPECT_TRUE(RunsInline(EstimateCost(manifest, request)));
  }
}

TEST(RequestEstimateTest, ListsGoWhenTheySearch) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::ListItemsRequest request;
  EXPECT_EQ(EstimateCost(manifest, request).k, 50);
  EXPECT_TRUE(RunsInline(EstimateCost(manifest, request)));
  request.set_query("milk");
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, request)));
}

TEST(RequestEstimateTest, EmbeddingsCostTheirIds) {
  const v1::SnapshotManifest manifest = MakeManifest();
  v1::GetItemEmbeddingsRequest items;
  v1::GetCustomerEmbeddingsRequest customers;
  items.add_item_ids("a");
  customers.add_customer_ids("a");
  EXPECT_TRUE(RunsInline(EstimateCost(manifest, items)));
  EXPECT_TRUE(RunsInline(EstimateCost(manifest, customers)));
  for (int i = 0; i < 999; ++i) {
    items.add_item_ids("a");
    customers.add_customer_ids("a");
  }
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, items)));
  EXPECT_FALSE(RunsInline(EstimateCost(manifest, customers)));
}

}  // namespace
}  // namespace customer2vec
