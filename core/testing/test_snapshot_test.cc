#include "core/testing/test_snapshot.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/recommend/recommend.h"
#include "core/recommend/warmup.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec {
namespace {

class TestSnapshotTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteTestSnapshot(folder_.path(), {.graphs = GetParam()}),
                IsOk());
    C2V_ASSERT_OK_AND_ASSIGN(snapshot_, Snapshot::Load(folder_.path()));
  }

  ScratchFolder folder_;
  std::unique_ptr<const Snapshot> snapshot_;
};

TEST_P(TestSnapshotTest, IsWhatItSays) {
  const Tables& tables = snapshot_->tables();
  EXPECT_EQ(tables.items.size(), kTestItems);
  EXPECT_EQ(tables.items.Id(7), TestItemId(7));
  EXPECT_EQ(tables.customers.size(), kTestCustomers);
  EXPECT_EQ(tables.customers.Id(11), "c11");
  EXPECT_EQ(snapshot_->FindSpace("items")->item_count(), kTestItemsWithVectors);
  for (const char* scorer : {"popular", "again", "for_you"}) {
    EXPECT_NE(snapshot_->FindScorer(scorer), nullptr) << scorer;
  }
  EXPECT_THAT(ReplayWarmup(*snapshot_), IsOk());
}

TEST_P(TestSnapshotTest, NeighboursAreOfTheSameGroup) {
  v1::RecommendSimilarItemsRequest request;
  request.set_item_id("i08");
  request.set_k(9);
  v1::RecommendSimilarItemsResponse response;
  ASSERT_THAT(RecommendSimilarItems(*snapshot_, request, &response), IsOk());
  ASSERT_EQ(response.items_size(), 9);
  for (const v1::RecommendedItem& item : response.items()) {
    const auto row = snapshot_->tables().items.Find(item.item_id());
    EXPECT_EQ(*row % kTestGroups, 8 % kTestGroups);
  }
}

INSTANTIATE_TEST_SUITE_P(Indexes, TestSnapshotTest, ::testing::Bool());

}  // namespace
}  // namespace customer2vec
