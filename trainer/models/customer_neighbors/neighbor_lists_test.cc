#include "trainer/models/customer_neighbors/neighbor_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {
namespace {

constexpr size_t kCustomers = 300;

class NeighborListsTest : public testing::Test {
 protected:
  NeighborListsTest() : random_(4, kCustomers, 6, 3) {
    std::fill_n(random_.customers.begin() + 5 * 6, 6, 0.0f);
    space_ = MakeExactSpace("space", random_.Vectors(0));
  }

  double Cosine(size_t a, size_t b) const {
    const std::vector<float> row(random_.customers.begin() + a * 6,
                                 random_.customers.begin() + (a + 1) * 6);
    return random_.Dot(row, random_.customers, b) /
           random_.Length(random_.customers, a) /
           random_.Length(random_.customers, b);
  }

  RandomEmbedding random_;
  std::unique_ptr<const Space> space_;
};

TEST_F(NeighborListsTest, HoldTheNearestOfEach) {
  const NeighborLists lists = ListNearestCustomers(*space_, 4, 1);
  for (size_t c = 0; c < kCustomers; ++c) {
    if (c == 5) continue;
    std::vector<double> cosines;
    for (size_t other = 0; other < kCustomers; ++other) {
      if (other != c && other != 5) cosines.push_back(Cosine(c, other));
    }
    std::sort(cosines.rbegin(), cosines.rend());
    for (size_t i = 0; i < 4; ++i) {
      const uint32_t neighbor = lists.neighbors[c * 4 + i];
      ASSERT_LT(neighbor, kCustomers);
      EXPECT_NE(neighbor, c);
      EXPECT_NEAR(lists.similarities[c * 4 + i], cosines[i], 1e-5);
      EXPECT_NEAR(Cosine(c, neighbor), cosines[i], 1e-5);
    }
  }
}

TEST_F(NeighborListsTest, ACustomerWithoutAVectorHasNone) {
  const NeighborLists lists = ListNearestCustomers(*space_, 4, 1);
  for (size_t i = 5 * 4; i < 6 * 4; ++i) {
    EXPECT_EQ(lists.neighbors[i], kNoRow);
    EXPECT_EQ(lists.similarities[i], 0);
  }
  EXPECT_EQ(std::count(lists.neighbors.begin(), lists.neighbors.end(), 5), 0);
}

TEST_F(NeighborListsTest, PlacesThatAreLeftAreEmpty) {
  const RandomEmbedding few(4, 3, 6, 1);
  const auto space = MakeExactSpace("few", few.Vectors(0));
  const NeighborLists lists = ListNearestCustomers(*space, 5, 1);
  ASSERT_EQ(lists.neighbors.size(), 15);
  EXPECT_NE(lists.neighbors[1], kNoRow);
  EXPECT_EQ(lists.neighbors[2], kNoRow);
}

TEST_F(NeighborListsTest, TheSameAtAnyNumberOfThreads) {
  const NeighborLists one = ListNearestCustomers(*space_, 7, 1);
  const NeighborLists four = ListNearestCustomers(*space_, 7, 4);
  EXPECT_EQ(one.neighbors, four.neighbors);
  EXPECT_EQ(one.similarities, four.similarities);
}

}  // namespace
}  // namespace customer2vec
