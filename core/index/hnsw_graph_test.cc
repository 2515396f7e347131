#include "core/index/hnsw_graph.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/index/index_test_util.h"

namespace customer2vec {
namespace {

std::unique_ptr<faiss::HNSW> Build(const VectorSet& vectors) {
  absl::StatusOr<std::unique_ptr<faiss::HNSW>> hnsw =
      BuildGraph(vectors, {.links = 8});
  EXPECT_THAT(hnsw, IsOk());
  return *std::move(hnsw);
}

// Neighbours of a row on a level.
std::vector<int> NeighborsOf(const faiss::HNSW& hnsw, int row, int level) {
  size_t begin;
  size_t end;
  hnsw.neighbor_range(row, level, &begin, &end);
  std::vector<int> neighbors;
  for (size_t i = begin; i < end && hnsw.neighbors[i] >= 0; ++i) {
    neighbors.push_back(hnsw.neighbors[i]);
  }
  return neighbors;
}

TEST(HnswGraphTest, LinksDistinctOthersOfTheSameLevel) {
  TestVectors test(1000, 8, 1);
  const std::unique_ptr<faiss::HNSW> hnsw = Build(test.Biased());
  for (int row = 0; row < 1000; ++row) {
    for (int level = 0; level < hnsw->levels[row]; ++level) {
      const std::vector<int> neighbors = NeighborsOf(*hnsw, row, level);
      const std::set<int> distinct(neighbors.begin(), neighbors.end());
      EXPECT_EQ(distinct.size(), neighbors.size());
      EXPECT_FALSE(distinct.contains(row));
      for (const int other : neighbors) EXPECT_GT(hnsw->levels[other], level);
    }
  }
}

// The graph alone decides what can be found. Some short rows are nobody's best
// by inner product, and are not linked to.
TEST(HnswGraphTest, MostRowsAreReachedFromTheEntryPoint) {
  TestVectors test(1000, 8, 2);
  const std::unique_ptr<faiss::HNSW> hnsw = Build(test.Plain());
  std::set<int> reached = {hnsw->entry_point};
  std::vector<int> open = {hnsw->entry_point};
  while (!open.empty()) {
    const int row = open.back();
    open.pop_back();
    for (const int other : NeighborsOf(*hnsw, row, 0)) {
      if (reached.insert(other).second) open.push_back(other);
    }
  }
  EXPECT_GE(reached.size(), 950);
}

TEST(HnswGraphTest, IsRestoredFromItsArrays) {
  TestVectors test(300, 8, 3);
  const std::unique_ptr<faiss::HNSW> built = Build(test.Plain());
  const std::vector<uint8_t> levels(built->levels.begin(), built->levels.end());
  C2V_ASSERT_OK_AND_ASSIGN(
      std::unique_ptr<faiss::HNSW> restored,
      RestoreGraph(test.Plain(),
                   {.links = 8,
                    .entry_point = static_cast<uint32_t>(built->entry_point),
                    .levels = levels,
                    .neighbors = built->neighbors},
                   /*search_beam=*/33));
  EXPECT_EQ(restored->neighbors, built->neighbors);
  EXPECT_EQ(restored->offsets, built->offsets);
  EXPECT_EQ(restored->max_level, built->max_level);
  EXPECT_EQ(restored->entry_point, built->entry_point);
  EXPECT_EQ(restored->efSearch, 33);
}

}  // namespace
}  // namespace customer2vec
