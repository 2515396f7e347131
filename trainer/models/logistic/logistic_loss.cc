#include "trainer/models/logistic/logistic_loss.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace customer2vec {
namespace {

double SquaredNorm(std::span<const double> x) {
  return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
}

}  // namespace

double Softplus(double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

double Sigmoid(double z) {
  const double e = std::exp(-std::abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

LogisticLoss::LogisticLoss(const FeatureRows& rows,
                           std::span<const uint8_t> labels,
                           std::span<const double> case_weights, double l2)
    : rows_(rows),
      labels_(labels),
      l2_(l2),
      share_(rows.size(), 1),
      point_(size()),
      probability_(rows.size()),
      scratch_(rows.size()) {
  if (!case_weights.empty()) {
    share_.assign(case_weights.begin(), case_weights.end());
  }
  const double total = std::accumulate(share_.begin(), share_.end(), 0.0);
  for (double& share : share_) share /= total;
}

double LogisticLoss::MoveTo(std::span<const double> point) {
  point_.assign(point.begin(), point.end());
  const std::span<const double> weights = point.first(rows_.dimension());
  rows_.Multiply(weights, scratch_);
  double loss = 0;
  for (size_t i = 0; i < scratch_.size(); ++i) {
    const double z = scratch_[i] + point.back();
    loss += share_[i] * Softplus(labels_[i] ? -z : z);
    probability_[i] = Sigmoid(z);
  }
  return loss + l2_ / 2 * SquaredNorm(weights);
}

void LogisticLoss::Gradient(std::span<double> gradient) const {
  const size_t d = rows_.dimension();
  std::vector<double> residuals(share_.size());
  double sum = 0;
  for (size_t i = 0; i < residuals.size(); ++i) {
    residuals[i] = share_[i] * (probability_[i] - labels_[i]);
    sum += residuals[i];
  }
  for (size_t j = 0; j < d; ++j) gradient[j] = l2_ * point_[j];
  rows_.AddTransposed(residuals, gradient.first(d));
  gradient[d] = sum;
}

void LogisticLoss::MultiplyHessian(std::span<const double> direction,
                                   std::span<double> product) {
  const size_t d = rows_.dimension();
  rows_.Multiply(direction.first(d), scratch_);
  double sum = 0;
  for (size_t i = 0; i < scratch_.size(); ++i) {
    scratch_[i] = share_[i] * probability_[i] * (1 - probability_[i]) *
                  (scratch_[i] + direction[d]);
    sum += scratch_[i];
  }
  for (size_t j = 0; j < d; ++j) product[j] = l2_ * direction[j];
  rows_.AddTransposed(scratch_, product.first(d));
  product[d] = sum;
}

void LogisticLoss::HessianDiagonal(std::span<double> diagonal) const {
  const size_t d = rows_.dimension();
  std::vector<double> curvature(share_.size());
  double sum = 0;
  for (size_t i = 0; i < curvature.size(); ++i) {
    curvature[i] = share_[i] * probability_[i] * (1 - probability_[i]);
    sum += curvature[i];
  }
  for (size_t j = 0; j < d; ++j) diagonal[j] = l2_;
  rows_.AddSquares(curvature, diagonal.first(d));
  diagonal[d] = sum;
}

}  // namespace customer2vec
