// Brings each feature to mean 0 and standard deviation 1, so that one penalty
// weighs on all alike.
//
//   const Standardization standard = Standardization::Of(DenseRows(x, d));
//   standard.Apply(x);   // in place: (x - mean) * scale
//
// A feature that is the same everywhere becomes 0. Pure; one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STANDARDIZATION_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STANDARDIZATION_H_

#include <span>
#include <vector>

#include "trainer/models/logistic/feature_rows.h"

namespace customer2vec {

struct Standardization {
  std::vector<float> means;   // by feature
  std::vector<float> scales;  // 1 / standard deviation; 0 where that is 0

  // Of these rows (standard deviation with n, not n - 1). No rows give zeros.
  static Standardization Of(const DenseRows& rows);

  // Standardises row-major values of means.size() features.
  void Apply(std::span<float> values) const;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STANDARDIZATION_H_
