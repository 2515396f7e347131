#include "bench/shop/shop_snapshot.h"

#include <gtest/gtest.h>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "store/folder_store.h"

namespace customer2vec::bench {
namespace {

constexpr ShopOptions kSmall = {.items = 1200,
                                .customers = 50,
                                .dimension = 16,
                                .clusters = 30,
                                .tastes = 2,
                                .baskets_per_customer = 4,
                                .items_per_basket = 3};

TEST(ShopSnapshotTest, LoadsWithEveryServable) {
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(const auto store, FolderStore::Open(folder.path()));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version,
                           PublishShop(kSmall, store.get()));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string path, store->Fetch(version));
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Load(path));
  EXPECT_EQ(snapshot->version(), version);
  EXPECT_EQ(snapshot->tables().items.size(), 1200);
  EXPECT_EQ(snapshot->tables().customers.size(), 50);
  const v1::ServableDefaults& defaults = snapshot->manifest().defaults();
  const Space* space = snapshot->FindSpace(defaults.similar_items());
  ASSERT_NE(space, nullptr);
  EXPECT_EQ(space->dimension(), 16);
  EXPECT_EQ(space->item_count(), 1200);
  EXPECT_EQ(space->customer_count(), 50);
  EXPECT_EQ(snapshot->FindSpace(defaults.session()), space);
  EXPECT_NE(snapshot->FindScorer(defaults.customer()), nullptr);
  EXPECT_NE(snapshot->FindScorer(defaults.fallback()), nullptr);
}

TEST(ShopSnapshotTest, IndexesReachTheRecallThatSpeedIsMeasuredAt) {
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(const auto store, FolderStore::Open(folder.path()));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string version,
                           PublishShop(kSmall, store.get()));
  C2V_ASSERT_OK_AND_ASSIGN(const std::string path, store->Fetch(version));
  C2V_ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Load(path));
  const v1::EmbeddingSpaceSpec& spec =
      snapshot->manifest().servables(0).embedding_space();
  EXPECT_EQ(spec.similar_index().kind(), v1::INDEX_KIND_HNSW);
  EXPECT_GE(spec.similar_index().recall(), 0.995);
  EXPECT_EQ(spec.next_index().kind(), v1::INDEX_KIND_HNSW);
  EXPECT_GE(spec.next_index().recall(), 0.995);
}

}  // namespace
}  // namespace customer2vec::bench
