// Vectors for the tests of indexes: clusters, as trained items have them.

#ifndef CUSTOMER2VEC_CORE_INDEX_INDEX_TEST_UTIL_H_
#define CUSTOMER2VEC_CORE_INDEX_INDEX_TEST_UTIL_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/index/vector_index.h"

namespace customer2vec {

// Vectors in clusters around random centres, with scales or biases that spread.
struct TestVectors {
  TestVectors(size_t rows, size_t dimension, uint64_t seed)
      : dimension(dimension), random(seed) {
    std::vector<float> centres(32 * dimension);
    for (float& number : centres) number = Normal();
    for (size_t row = 0; row < rows; ++row) {
      const float* centre = &centres[random.Below(32) * dimension];
      for (size_t i = 0; i < dimension; ++i) {
        data.push_back(centre[i] + 0.7f * Normal());
      }
      scale.push_back(static_cast<float>(0.5 + random.Uniform()));
      bias.push_back(2 * Normal());
    }
  }

  VectorSet Plain() const { return {.data = data, .dimension = dimension}; }
  VectorSet Scaled() const {
    return {.data = data, .dimension = dimension, .scale = scale};
  }
  VectorSet Biased() const {
    return {.data = data, .dimension = dimension, .bias = bias};
  }

  // Queries near random rows.
  std::vector<float> Queries(size_t count) {
    std::vector<float> queries;
    for (size_t i = 0; i < count; ++i) {
      const auto row =
          Plain().Row(random.Below(static_cast<uint32_t>(scale.size())));
      for (const float number : row)
        queries.push_back(number + 0.5f * Normal());
    }
    return queries;
  }

  float Normal() { return static_cast<float>(random.Normal()); }

  size_t dimension;
  Random random;
  std::vector<float> data;
  std::vector<float> scale;
  std::vector<float> bias;
};

// What a search must give: every allowed row scored by the index's own
// VectorSet::Score(), sorted.
inline std::vector<ScoredItem> BruteForce(const VectorSet& vectors,
                                          std::span<const float> query,
                                          size_t k, const RowFilter& filter) {
  std::vector<ScoredItem> all;
  for (uint32_t row = 0; row < vectors.size(); ++row) {
    if (filter.Allows(row)) all.push_back({row, vectors.Score(query, row)});
  }
  std::ranges::sort(all, RanksBefore);
  all.resize(std::min(k, all.size()));
  return all;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_INDEX_TEST_UTIL_H_
