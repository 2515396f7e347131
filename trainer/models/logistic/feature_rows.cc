#include "trainer/models/logistic/feature_rows.h"

namespace customer2vec {
namespace {

// Numbers handled at once: loops of a constant length, which the compiler turns
// into vector instructions.
constexpr size_t kBlock = 16;

double Dot(std::span<const float> x, std::span<const double> w) {
  double sums[kBlock] = {};
  size_t j = 0;
  for (; j + kBlock <= x.size(); j += kBlock) {
    for (size_t b = 0; b < kBlock; ++b) sums[b] += x[j + b] * w[j + b];
  }
  double sum = 0;
  for (; j < x.size(); ++j) sum += x[j] * w[j];
  for (const double part : sums) sum += part;
  return sum;
}

// y += a * x
void AddScaled(double a, std::span<const float> x, std::span<double> y) {
  size_t j = 0;
  for (; j + kBlock <= x.size(); j += kBlock) {
    for (size_t b = 0; b < kBlock; ++b) y[j + b] += a * x[j + b];
  }
  for (; j < x.size(); ++j) y[j] += a * x[j];
}

double Squared(float x) { return static_cast<double>(x) * x; }

}  // namespace

void DenseRows::Multiply(std::span<const double> weights,
                         std::span<double> products) const {
  for (size_t i = 0; i < size(); ++i) products[i] = Dot(Row(i), weights);
}

void DenseRows::AddTransposed(std::span<const double> factors,
                              std::span<double> sums) const {
  for (size_t i = 0; i < size(); ++i) {
    if (factors[i] != 0) AddScaled(factors[i], Row(i), sums);
  }
}

void DenseRows::AddSquares(std::span<const double> factors,
                           std::span<double> sums) const {
  for (size_t i = 0; i < size(); ++i) {
    if (factors[i] == 0) continue;
    const std::span<const float> row = Row(i);
    for (size_t j = 0; j < row.size(); ++j) {
      sums[j] += factors[i] * Squared(row[j]);
    }
  }
}

void SparseRows::Multiply(std::span<const double> weights,
                          std::span<double> products) const {
  for (size_t i = 0; i < size(); ++i) {
    const size_t row = rows_[i];
    double sum = 0;
    for (uint64_t p = offsets_[row]; p < offsets_[row + 1]; ++p) {
      sum += values_[p] * weights[columns_[p]];
    }
    products[i] = sum;
  }
}

void SparseRows::AddTransposed(std::span<const double> factors,
                               std::span<double> sums) const {
  for (size_t i = 0; i < size(); ++i) {
    if (factors[i] == 0) continue;
    const size_t row = rows_[i];
    for (uint64_t p = offsets_[row]; p < offsets_[row + 1]; ++p) {
      sums[columns_[p]] += factors[i] * values_[p];
    }
  }
}

void SparseRows::AddSquares(std::span<const double> factors,
                            std::span<double> sums) const {
  for (size_t i = 0; i < size(); ++i) {
    if (factors[i] == 0) continue;
    const size_t row = rows_[i];
    for (uint64_t p = offsets_[row]; p < offsets_[row + 1]; ++p) {
      sums[columns_[p]] += factors[i] * Squared(values_[p]);
    }
  }
}

}  // namespace customer2vec
