// The objective of L2 logistic regression at one point: value, gradient, and
// the Hessian's product with a vector.
//
//   f(w, b) = sum_i s_i log(1 + exp(-y_i z_i)) / sum_i s_i + l2 / 2 |w|^2,
//   z_i = x_i . w + b,  y_i = 1 or -1,  s_i the weight of case i
//
// (Hastie, Tibshirani, Friedman 2009, eq. 4.20 with a ridge penalty.) The bias
// is not penalised. Points, gradients and directions are w followed by b: d + 1
// numbers. With C of LIBLINEAR and scikit-learn, l2 = 1 / (C * sum_i s_i).
//
//   LogisticLoss loss(rows, labels, /*case_weights=*/{}, /*l2=*/0.01);
//   double value = loss.MoveTo(point);
//   loss.Gradient(gradient);
//   loss.MultiplyHessian(direction, product);
//
// Views over its arguments, which outlive it. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_LOSS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_LOSS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "trainer/models/logistic/feature_rows.h"

namespace customer2vec {

// log(1 + exp(z)) without overflow.
double Softplus(double z);
// 1 / (1 + exp(-z)) without overflow.
double Sigmoid(double z);

class LogisticLoss {
 public:
  // `labels`: 0 or 1 a row. `case_weights`: >= 0 a row, their sum > 0; empty
  // means 1 each. REQUIRES: sizes are rows.size(), l2 >= 0.
  LogisticLoss(const FeatureRows& rows, std::span<const uint8_t> labels,
               std::span<const double> case_weights, double l2);

  // d + 1.
  size_t size() const { return rows_.dimension() + 1; }

  // Makes `point` the point that Gradient() and MultiplyHessian() are of, and
  // returns f there. O(values).
  double MoveTo(std::span<const double> point);

  // The gradient. O(values).
  void Gradient(std::span<double> gradient) const;
  // product = Hessian * direction. O(values).
  void MultiplyHessian(std::span<const double> direction,
                       std::span<double> product);
  // The Hessian's diagonal. O(values).
  void HessianDiagonal(std::span<double> diagonal) const;

 private:
  const FeatureRows& rows_;
  std::span<const uint8_t> labels_;
  const double l2_;
  std::vector<double> share_;        // s_i / sum of s
  std::vector<double> point_;        // w, b
  std::vector<double> probability_;  // sigmoid(z_i)
  std::vector<double> scratch_;      // n
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_LOSS_H_
