#include "trainer/models/logistic/standardization.h"

#include <cmath>
#include <cstddef>

namespace customer2vec {
namespace {

// Spread below this share of the mean is rounding, not information.
constexpr double kConstant = 1e-7;

std::vector<double> Means(const DenseRows& rows) {
  std::vector<double> means(rows.dimension(), 0);
  const std::vector<double> factors(rows.size(), 1.0 / rows.size());
  rows.AddTransposed(factors, means);
  return means;
}

// In a second pass: E[x^2] - mean^2 would cancel.
std::vector<double> Variances(const DenseRows& rows,
                              std::span<const double> means) {
  std::vector<double> variances(means.size(), 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::span<const float> row = rows.Row(i);
    for (size_t j = 0; j < row.size(); ++j) {
      variances[j] += (row[j] - means[j]) * (row[j] - means[j]);
    }
  }
  for (double& variance : variances) variance /= rows.size();
  return variances;
}

}  // namespace

Standardization Standardization::Of(const DenseRows& rows) {
  Standardization standard;
  standard.means.resize(rows.dimension(), 0);
  standard.scales.resize(rows.dimension(), 0);
  if (rows.size() == 0) return standard;
  const std::vector<double> means = Means(rows);
  const std::vector<double> variances = Variances(rows, means);
  for (size_t j = 0; j < means.size(); ++j) {
    const double deviation = std::sqrt(variances[j]);
    standard.means[j] = static_cast<float>(means[j]);
    if (deviation > kConstant * std::abs(means[j])) {
      standard.scales[j] = static_cast<float>(1 / deviation);
    }
  }
  return standard;
}

void Standardization::Apply(std::span<float> values) const {
  const size_t d = means.size();
  for (size_t i = 0; i < values.size(); i += d) {
    for (size_t j = 0; j < d; ++j) {
      values[i + j] = (values[i + j] - means[j]) * scales[j];
    }
  }
}

}  // namespace customer2vec
