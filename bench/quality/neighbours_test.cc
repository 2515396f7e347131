#include "bench/quality/neighbours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bench/shop/shop_snapshot.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "store/folder_store.h"

namespace customer2vec::bench {
namespace {

using ::testing::HasSubstr;

TEST(ChanceOfSameValueTest, LeavesTheItemItselfOut) {
  const std::vector<uint32_t> values = {0, 0, 1, kNoValue, 0};
  EXPECT_DOUBLE_EQ(ChanceOfSameValue(values, 0), 0.5);
  EXPECT_DOUBLE_EQ(ChanceOfSameValue(values, 2), 0);
  EXPECT_DOUBLE_EQ(ChanceOfSameValue(values, 3), 0);
}

class NeighboursTest : public ::testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(const auto store,
                             FolderStore::Open(folder_.path()));
    C2V_ASSERT_OK_AND_ASSIGN(const std::string version,
                             PublishShop({.items = 60,
                                          .customers = 40,
                                          .dimension = 8,
                                          .clusters = 6,
                                          .departments = 2,
                                          .tastes = 2,
                                          .baskets_per_customer = 5,
                                          .items_per_basket = 3,
                                          .spread = 1.0},
                                         store.get()));
    C2V_ASSERT_OK_AND_ASSIGN(const std::string path, store->Fetch(version));
    C2V_ASSERT_OK_AND_ASSIGN(snapshot_, Snapshot::Load(path));
  }

  // Of the `k` rows nearest to `row` by cosine, how many are of its cluster.
  int SameClusterByLoop(uint32_t row, int k) const {
    const Space& space = *snapshot_->FindSpace("items");
    const auto cosine = [&](uint32_t other) {
      double dot = 0, a = 0, b = 0;
      for (size_t i = 0; i < space.dimension(); ++i) {
        const double x = space.ItemVector(VectorRole::kInput, row)[i];
        const double y = space.ItemVector(VectorRole::kInput, other)[i];
        dot += x * y;
        a += x * x;
        b += y * y;
      }
      return dot / std::sqrt(a * b);
    };
    std::vector<std::pair<double, uint32_t>> others;
    for (uint32_t other = 0; other < 60; ++other) {
      if (other != row) others.push_back({-cosine(other), other});
    }
    std::sort(others.begin(), others.end());
    const Catalogue& catalogue = snapshot_->tables().catalogue;
    return std::count_if(others.begin(), others.begin() + k,
                         [&](const auto& other) {
                           return catalogue.ValueId(0, other.second) ==
                                  catalogue.ValueId(0, row);
                         });
  }

  const ScratchFolder folder_;
  std::unique_ptr<const Snapshot> snapshot_;
};

TEST_F(NeighboursTest, AgreesWithAPlainLoop) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const Neighbourhood result,
      MeasureNeighbours(*snapshot_, {.attribute = "cluster",
                                     .products = 30,
                                     .neighbours = 4,
                                     .frequent_products = 10,
                                     .frequent_neighbours = 3}));
  double same = 0;
  int frequent = 0;
  for (uint32_t row = 0; row < 30; ++row) {
    const int count = SameClusterByLoop(row, 4);
    same += count / 4.0 / 30;
    frequent += row < 10 && count >= 3;
  }
  EXPECT_GT(same, 0.2);
  EXPECT_LT(same, 0.99);
  EXPECT_EQ(result.products, 30);
  EXPECT_NEAR(result.same_share, same, 1e-9);
  EXPECT_EQ(result.frequent_with_enough, frequent);
  // Six clusters of ten items each.
  EXPECT_NEAR(result.chance_share, 9.0 / 59, 1e-9);
}

TEST_F(NeighboursTest, TakesNoMoreProductsThanThereAre) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const Neighbourhood result,
      MeasureNeighbours(*snapshot_, {.attribute = "cluster"}));
  EXPECT_EQ(result.products, 60);
}

TEST_F(NeighboursTest, AnAttributeThatIsMissingIsNamed) {
  EXPECT_THAT(MeasureNeighbours(*snapshot_, {.attribute = "colour"}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("colour")));
}

}  // namespace
}  // namespace customer2vec::bench
