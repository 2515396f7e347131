#include "core/index/flat_index.h"

#include <gtest/gtest.h>

#include "core/index/index_test_util.h"

namespace customer2vec {
namespace {

TEST(FlatIndexTest, IsBruteForce) {
  TestVectors test(500, 20, 1);
  const FlatIndex index(test.Biased());
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{0, 7});
  const std::vector<float> query = test.Queries(1);
  std::vector<ScoredItem> top;
  index.Search(query, {.k = 30, .filter = &filter}, &top);
  EXPECT_EQ(top, BruteForce(test.Biased(), query, 30, filter));
}

}  // namespace
}  // namespace customer2vec
