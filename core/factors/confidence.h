// How often something was taken, as confidence: what iALS weighs observations
// by.
//
//   const Confidence confidence{.alpha = 10, .scale =
//   v1::CONFIDENCE_SCALE_LOG}; float extra = confidence.Extra(3);   // 20: 1 +
//   extra is c_ui
//
// Hu, Koren and Volinsky 2008, section 4: c_ui = 1 + alpha r_ui, or 1 + alpha
// log(1 + r_ui / epsilon). Pure; thread-safe.

#ifndef CUSTOMER2VEC_CORE_FACTORS_CONFIDENCE_H_
#define CUSTOMER2VEC_CORE_FACTORS_CONFIDENCE_H_

#include <cmath>

#include "customer2vec/v1/factor_models.pb.h"

namespace customer2vec {

struct Confidence {
  float alpha = 1;
  v1::ConfidenceScale scale = v1::CONFIDENCE_SCALE_LINEAR;

  // alpha * f(count), at least 0. REQUIRES: count >= 0.
  float Extra(float count) const {
    switch (scale) {
      case v1::CONFIDENCE_SCALE_LOG:
        return alpha * std::log2(1 + count);
      case v1::CONFIDENCE_SCALE_BINARY:
        return count > 0 ? alpha : 0;
      default:
        return alpha * count;
    }
  }
};

// Regularisation of a row: the busier it is, the more, by `exponent` (Rendle,
// Krichene, Zhang and Koren 2022, "Revisiting the performance of iALS", eq. 8,
// with the mean over rows taken out, so that a weight means the same at any
// exponent).
struct Regularization {
  float weight = 1;
  float exponent = 0;
  float mean_confidence = 1;  // above 0

  // `confidence` is the sum over all columns: columns + sum of extra.
  float Of(double confidence) const {
    if (exponent == 0) return weight;
    return static_cast<float>(weight *
                              std::pow(confidence / mean_confidence, exponent));
  }
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_FACTORS_CONFIDENCE_H_
