// Cases with a known logistic law, for the tests of this folder.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_TEST_UTIL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_TEST_UTIL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/logistic/feature_rows.h"
#include "trainer/models/logistic/logistic_loss.h"

namespace customer2vec {

struct TestCases {
  size_t dimension;
  std::vector<float> values;
  std::vector<uint8_t> labels;

  DenseRows rows() const { return {values, dimension}; }
};

// `n` cases of `d` normal features; feature j has the weight 1 / (j + 1), the
// bias is -0.5.
inline TestCases MakeTestCases(size_t n, size_t d, uint64_t seed) {
  Random random(seed);
  TestCases cases{.dimension = d};
  for (size_t i = 0; i < n; ++i) {
    double z = -0.5;
    for (size_t j = 0; j < d; ++j) {
      cases.values.push_back(static_cast<float>(random.Normal()));
      z += cases.values.back() / (j + 1.0);
    }
    cases.labels.push_back(random.Uniform() < Sigmoid(z));
  }
  return cases;
}

// The same rows with zeros left out.
struct SparseArrays {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> columns;
  std::vector<float> values;
};
inline SparseArrays ToSparse(const DenseRows& rows) {
  SparseArrays sparse;
  for (size_t i = 0; i < rows.size(); ++i) {
    for (uint32_t j = 0; j < rows.dimension(); ++j) {
      if (rows.Row(i)[j] == 0) continue;
      sparse.columns.push_back(j);
      sparse.values.push_back(rows.Row(i)[j]);
    }
    sparse.offsets.push_back(sparse.columns.size());
  }
  return sparse;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_TEST_UTIL_H_
