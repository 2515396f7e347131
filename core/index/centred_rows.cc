#include "core/index/centred_rows.h"

#include <cmath>

namespace customer2vec {
namespace {

// Numbers of an AVX-512 vector.
constexpr size_t kPadding = 16;

// Room for the bias, rounded up.
size_t WidthOf(size_t dimension) {
  return (dimension + kPadding) / kPadding * kPadding;
}

}  // namespace

CentredRows::CentredRows(const VectorSet& vectors)
    : dimension_(vectors.dimension),
      width_(WidthOf(dimension_)),
      data_(vectors.size() * width_) {
  Fill(vectors);
  const double square_length = Centre(0, dimension_);
  const double square_bias = Centre(dimension_, 1);
  if (square_bias > 0) {
    WeighBias(kBiasShare * std::sqrt(square_length / square_bias));
  }
}

void CentredRows::Fill(const VectorSet& vectors) {
  for (size_t row = 0; row < size(); ++row) {
    const float scale = vectors.scale.empty() ? 1 : vectors.scale[row];
    float* out = data_.data() + row * width_;
    for (const float number : vectors.Row(row)) *out++ = scale * number;
    *out = vectors.bias.empty() ? 0 : vectors.bias[row];
  }
}

double CentredRows::Centre(size_t begin, size_t count) {
  const double share = 1 / static_cast<double>(size());
  std::vector<double> mean(count);
  for (size_t row = 0; row < size(); ++row) {
    const float* numbers = data_.data() + row * width_ + begin;
    for (size_t i = 0; i < count; ++i) mean[i] += share * numbers[i];
  }
  double squares = 0;
  for (size_t row = 0; row < size(); ++row) {
    float* numbers = data_.data() + row * width_ + begin;
    for (size_t i = 0; i < count; ++i) {
      numbers[i] = static_cast<float>(numbers[i] - mean[i]);
      squares += static_cast<double>(numbers[i]) * numbers[i];
    }
  }
  return squares;
}

void CentredRows::WeighBias(double weight) {
  for (size_t row = 0; row < size(); ++row) {
    data_[row * width_ + dimension_] *= static_cast<float>(weight);
  }
}

}  // namespace customer2vec
