#include "core/index/exact_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/index/index_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(VectorSetTest, ScoresAreAffine) {
  const std::vector<float> data = {1, 2, 3, 4};
  const std::vector<float> scale = {10, 0.5f};
  const std::vector<float> bias = {-1, 100};
  const std::vector<float> query = {1, -1};
  const VectorSet plain{.data = data, .dimension = 2};
  EXPECT_EQ(plain.size(), 2);
  EXPECT_EQ(plain.Score(query, 1), -1);
  const VectorSet scaled{.data = data, .dimension = 2, .scale = scale};
  EXPECT_EQ(scaled.Score(query, 0), -10);
  const VectorSet both{
      .data = data, .dimension = 2, .scale = scale, .bias = bias};
  EXPECT_EQ(both.Score(query, 1), 99.5f);
}

TEST(VectorSetTest, NoDimensionHasNoRows) { EXPECT_EQ(VectorSet().size(), 0); }

// Sizes around a block of 256 rows, every kind of filter.
TEST(ExactSearchTest, IsBruteForce) {
  for (const size_t rows : {1, 255, 256, 257, 600}) {
    TestVectors test(rows, 7, rows);
    const std::vector<float> query = test.Queries(1);
    RowFilter filters[3];
    filters[1].Exclude(std::vector<uint32_t>{0, 3, 256, 300});
    filters[2].RestrictTo(std::vector<uint32_t>{1, 3, 256, 9999});
    filters[2].Exclude(std::vector<uint32_t>{3});
    for (const RowFilter& filter : filters) {
      for (const VectorSet& vectors : {test.Scaled(), test.Biased()}) {
        std::vector<ScoredItem> top;
        SearchExactly(vectors, query, {.k = 10, .filter = &filter}, &top);
        EXPECT_EQ(top, BruteForce(vectors, query, 10, filter));
      }
    }
  }
}

TEST(ExactSearchTest, NothingToFind) {
  std::vector<ScoredItem> top = {{1, 1}};
  SearchExactly(VectorSet(), {}, {.k = 5}, &top);
  EXPECT_THAT(top, IsEmpty());
  TestVectors test(5, 3, 1);
  SearchExactly(test.Plain(), test.Queries(1), {.k = 0}, &top);
  EXPECT_THAT(top, IsEmpty());
}

TEST(ExactSearchTest, DropsScoresThatAreNoNumbers) {
  const std::vector<float> data = {1, NAN, 3};
  std::vector<ScoredItem> top;
  SearchExactly({.data = data, .dimension = 1}, std::vector<float>{1}, {.k = 5},
                &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 3}, ScoredItem{0, 1}));
}

}  // namespace
}  // namespace customer2vec
