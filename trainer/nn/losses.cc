#include "trainer/nn/losses.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/nn/eigen_maps.h"
#include "core/nn/softmax.h"

namespace customer2vec::nn {
namespace {

// Added to BPR-max's mean of sigmoids, which may round to 0.
constexpr double kSmallestMean = 1e-24;

// log(1 + e^x) without overflow.
template <typename T>
T Softplus(T x) {
  return std::max(x, T{0}) + std::log1p(std::exp(-std::abs(x)));
}

template <typename T>
T Sigmoid(T x) {
  return 1 / (1 + std::exp(-x));
}

template <typename T>
T WeightOf(std::span<const T> weights, size_t i) {
  return weights.empty() ? T{1} : weights[i];
}

// Scores where the gradient will be.
template <typename T>
std::span<T> CopyRow(MatrixView<const T> scores, size_t i,
                     MatrixView<T> gradient) {
  const std::span<T> row = gradient.Row(i);
  if (row.data() != scores.Row(i).data()) Map(row) = Map(scores.Row(i));
  return row;
}

// One row of BPR-max; `row` holds scores and then the gradient.
template <typename T>
double BprMaxRow(size_t target, T penalty, T scale, std::span<T> row) {
  const T positive = row[target];
  T most = -std::numeric_limits<T>::infinity();
  for (size_t j = 0; j < row.size(); ++j) {
    if (j != target) most = std::max(most, row[j]);
  }
  T total = 0, mean = 0, square = 0;  // of softmax weights before division
  for (size_t j = 0; j < row.size(); ++j) {
    if (j == target) continue;
    const T weight = std::exp(row[j] - most);
    total += weight;
    mean += weight * Sigmoid(positive - row[j]);
    square += weight * row[j] * row[j];
  }
  mean /= total;
  square /= total;
  const T inverse = 1 / (mean + static_cast<T>(kSmallestMean));
  T slope = 0;  // sum of s_j sigmoid (1 - sigmoid)
  for (size_t j = 0; j < row.size(); ++j) {
    if (j == target) continue;
    const T weight = std::exp(row[j] - most) / total;
    const T right = Sigmoid(positive - row[j]);
    const T steep = weight * right * (1 - right);
    slope += steep;
    const T ranking = inverse * (steep - weight * (right - mean));
    const T shrinking = weight * (row[j] * row[j] - square + 2 * row[j]);
    row[j] = scale * (ranking + penalty * shrinking);
  }
  row[target] = -scale * inverse * slope;
  return -std::log(static_cast<double>(mean) + kSmallestMean) +
         static_cast<double>(penalty * square);
}

}  // namespace

template <typename T>
double SoftmaxCrossEntropy(ConstMatrix<T> scores,
                           std::span<const uint32_t> targets, double scale,
                           MatrixView<T> gradient) {
  const auto factor = static_cast<T>(scale);
  double loss = 0;
  for (size_t i = 0; i < scores.rows; ++i) {
    const std::span<T> row = CopyRow<T>(scores, i, gradient);
    const T right = row[targets[i]];
    loss += static_cast<double>(Softmax(row) - right);
    row[targets[i]] -= 1;
    Map(row) *= factor;
  }
  return loss;
}

template <typename T>
double MultinomialCrossEntropy(ConstMatrix<T> scores, ConstMatrix<T> amounts,
                               double scale, MatrixView<T> gradient) {
  const auto factor = static_cast<T>(scale);
  double loss = 0;
  for (size_t i = 0; i < scores.rows; ++i) {
    const auto amount = Map(amounts.Row(i));
    const T total = amount.sum();
    const T right = (amount * Map(scores.Row(i))).sum();
    const std::span<T> row = CopyRow<T>(scores, i, gradient);
    loss += static_cast<double>(total * Softmax(row) - right);
    Map(row) = (total * Map(row) - amount) * factor;
  }
  return loss;
}

template <typename T>
double BprMax(ConstMatrix<T> scores, std::span<const uint32_t> targets,
              double penalty, double scale, MatrixView<T> gradient) {
  double loss = 0;
  for (size_t i = 0; i < scores.rows; ++i) {
    loss += BprMaxRow(targets[i], static_cast<T>(penalty),
                      static_cast<T>(scale), CopyRow<T>(scores, i, gradient));
  }
  return loss;
}

template <typename T>
double SampledLogistic(ConstMatrix<T> scores, std::span<const uint32_t> targets,
                       double positive_weight, double scale,
                       MatrixView<T> gradient) {
  const auto weight = static_cast<T>(positive_weight);
  const auto factor = static_cast<T>(scale);
  double loss = 0;
  for (size_t i = 0; i < scores.rows; ++i) {
    const std::span<T> row = CopyRow<T>(scores, i, gradient);
    const T right = row[targets[i]];
    T sum = weight * Softplus(-right) - Softplus(right);
    for (const T score : row) sum += Softplus(score);
    loss += static_cast<double>(sum);
    Map(row) = Map(row).logistic() * factor;
    row[targets[i]] = factor * weight * (Sigmoid(right) - 1);
  }
  return loss;
}

template <typename T>
double LogisticLoss(ConstVector<T> scores, ConstVector<T> labels,
                    ConstVector<T> weights, double scale,
                    std::span<T> gradient) {
  double loss = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    const T weight = WeightOf(weights, i), score = scores[i];
    loss += static_cast<double>(weight * (Softplus(score) - labels[i] * score));
    gradient[i] = static_cast<T>(scale) * weight * (Sigmoid(score) - labels[i]);
  }
  return loss;
}

template <typename T>
double SquaredLoss(ConstVector<T> scores, ConstVector<T> labels,
                   ConstVector<T> weights, double scale,
                   std::span<T> gradient) {
  double loss = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    const T weight = WeightOf(weights, i), off = scores[i] - labels[i];
    loss += static_cast<double>(weight * off * off / 2);
    gradient[i] = static_cast<T>(scale) * weight * off;
  }
  return loss;
}

#define C2V_INSTANTIATE(T)                                                     \
  template double SoftmaxCrossEntropy<T>(                                      \
      ConstMatrix<T>, std::span<const uint32_t>, double, MatrixView<T>);       \
  template double MultinomialCrossEntropy<T>(ConstMatrix<T>, ConstMatrix<T>,   \
                                             double, MatrixView<T>);           \
  template double BprMax<T>(ConstMatrix<T>, std::span<const uint32_t>, double, \
                            double, MatrixView<T>);                            \
  template double SampledLogistic<T>(ConstMatrix<T>,                           \
                                     std::span<const uint32_t>, double,        \
                                     double, MatrixView<T>);                   \
  template double LogisticLoss<T>(ConstVector<T>, ConstVector<T>,              \
                                  ConstVector<T>, double, std::span<T>);       \
  template double SquaredLoss<T>(ConstVector<T>, ConstVector<T>,               \
                                 ConstVector<T>, double, std::span<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
