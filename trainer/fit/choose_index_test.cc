#include "trainer/fit/choose_index.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

constexpr size_t kDimension = 8;

std::vector<float> RandomVectors(size_t rows, uint64_t seed) {
  Random random(seed);
  std::vector<float> data(rows * kDimension);
  for (float& x : data) x = static_cast<float>(random.Normal());
  return data;
}

v1::IndexConfig Config(double floor) {
  v1::IndexConfig config;
  config.set_hnsw_links(16);
  config.set_hnsw_build_beam(60);
  config.set_recall_floor(floor);
  return config;
}

TEST(ChooseIndexTest, TakesTheSmallestBeamThatReachesTheFloor) {
  const std::vector<float> data = RandomVectors(2000, 1);
  const std::vector<float> queries = RandomVectors(50, 2);
  const VectorSet vectors{.data = data, .dimension = kDimension};
  C2V_ASSERT_OK_AND_ASSIGN(const ChosenIndex easy,
                           ChooseIndex(vectors, queries, Config(0.5), 1));
  ASSERT_NE(easy.graph, nullptr);
  EXPECT_EQ(easy.search_beam, 32u);
  v1::IndexConfig config = Config(0.999);
  config.set_hnsw_build_beam(200);
  C2V_ASSERT_OK_AND_ASSIGN(const ChosenIndex hard,
                           ChooseIndex(vectors, queries, config, 1));
  ASSERT_NE(hard.graph, nullptr);
  EXPECT_GT(hard.search_beam, 32u);
  EXPECT_GE(hard.recall, 0.999);
}

TEST(ChooseIndexTest, ScansWhereAGraphFindsTooLittleOrPaysTooLittle) {
  const std::vector<float> data = RandomVectors(2000, 1);
  const std::vector<float> queries = RandomVectors(50, 2);
  const VectorSet vectors{.data = data, .dimension = kDimension};
  v1::IndexConfig config = Config(1.0);
  config.set_hnsw_links(4);
  config.set_hnsw_build_beam(4);
  config.set_hnsw_search_beam(20);
  C2V_ASSERT_OK_AND_ASSIGN(const ChosenIndex poor,
                           ChooseIndex(vectors, queries, config, 1));
  EXPECT_EQ(poor.graph, nullptr);
  EXPECT_EQ(poor.recall, 1);

  const VectorSet few{.data = std::span(data).first(999 * kDimension),
                      .dimension = kDimension};
  C2V_ASSERT_OK_AND_ASSIGN(const ChosenIndex small,
                           ChooseIndex(few, queries, Config(0.5), 1));
  EXPECT_EQ(small.graph, nullptr);
}

}  // namespace
}  // namespace customer2vec
