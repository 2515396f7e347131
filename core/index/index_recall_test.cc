#include "core/index/index_recall.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/index/flat_index.h"

namespace customer2vec {
namespace {

// Row i scores i; approximate search misses the odd ones.
class MissesOddRows : public VectorIndex {
 public:
  void Search(std::span<const float>, const SearchOptions& options,
              std::vector<ScoredItem>* top) const override {
    top->clear();
    for (uint32_t row = 9; top->size() < options.k; --row) {
      if (options.exact || row % 2 == 0) {
        top->push_back({row, static_cast<float>(row)});
      }
      if (row == 0) break;
    }
  }
};

TEST(IndexRecallTest, IsTheShareOfTheExactResultsFound) {
  const std::vector<float> queries = {1, 1};
  // Exact: 9, 8, 7, 6. Found: 8, 6, 4, 2.
  EXPECT_DOUBLE_EQ(IndexRecall(MissesOddRows(), queries, 1, {.k = 4}), 0.5);
  EXPECT_DOUBLE_EQ(IndexRecall(MissesOddRows(), queries, 1, {.k = 1}), 0);
}

TEST(IndexRecallTest, ExactSearchFindsAllAndTiesCount) {
  const std::vector<float> equal(50, 1);
  const FlatIndex index({.data = equal, .dimension = 1});
  EXPECT_DOUBLE_EQ(IndexRecall(index, std::vector<float>{1}, 1, {.k = 7}), 1);
}

TEST(IndexRecallTest, NoQueriesMissNothing) {
  EXPECT_DOUBLE_EQ(IndexRecall(MissesOddRows(), {}, 1, {.k = 4}), 1);
}

}  // namespace
}  // namespace customer2vec
