#include "core/servables/embedding_vectors.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

absl::Status CheckShape(absl::string_view name, std::span<const float> values,
                        size_t dimension) {
  if (values.size() % dimension == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " vectors: ", values.size(),
                   " numbers are not whole rows of ", dimension));
}

absl::Status CheckFinite(absl::string_view name, std::span<const float> values,
                         size_t dimension) {
  const auto bad = std::find_if(values.begin(), values.end(), [](float value) {
    return !std::isfinite(value);
  });
  if (bad == values.end()) return absl::OkStatus();
  const size_t at = bad - values.begin();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " vectors: row ", at / dimension, ", column ",
                   at % dimension, " is not a finite number"));
}

absl::Status CheckShapes(const EmbeddingArrays& arrays, size_t count_rows) {
  if (arrays.dimension < 1 || arrays.dimension > kMaxDimension) {
    return absl::InvalidArgumentError(
        absl::StrCat("the dimension must be 1 to ", kMaxDimension, "; it is ",
                     arrays.dimension));
  }
  C2V_RETURN_IF_ERROR(CheckShape("input", arrays.input, arrays.dimension));
  C2V_RETURN_IF_ERROR(
      CheckShape("customer", arrays.customers, arrays.dimension));
  if (arrays.input.size() != arrays.output.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("input vectors have ", arrays.input.size(),
                     " numbers, output vectors ", arrays.output.size()));
  }
  if (arrays.input.size() / arrays.dimension > count_rows) {
    return absl::InvalidArgumentError(
        absl::StrCat(arrays.input.size() / arrays.dimension,
                     " item vectors, but only ", count_rows, " items"));
  }
  return absl::OkStatus();
}

absl::Status CheckNumbers(const EmbeddingArrays& arrays, float weight) {
  if (!std::isfinite(weight)) {
    return absl::InvalidArgumentError(
        "the popularity weight is not a finite number");
  }
  const size_t d = arrays.dimension;
  C2V_RETURN_IF_ERROR(CheckFinite("input", arrays.input, d));
  C2V_RETURN_IF_ERROR(CheckFinite("output", arrays.output, d));
  return CheckFinite("customer", arrays.customers, d);
}

// In double: the squares of large floats overflow.
float InverseNorm(std::span<const float> vector) {
  double squares = 0;
  for (const float value : vector) squares += double{value} * value;
  return squares > 0 ? static_cast<float>(1 / std::sqrt(squares)) : 0;
}

std::vector<float> InverseNorms(std::span<const float> data, size_t d) {
  std::vector<float> inverse_norms(data.size() / d);
  for (size_t row = 0; row < inverse_norms.size(); ++row) {
    inverse_norms[row] = InverseNorm(data.subspan(row * d, d));
  }
  return inverse_norms;
}

std::vector<float> LogPriors(std::span<const uint32_t> counts, float weight) {
  double total = 0;
  for (const uint32_t count : counts) total += std::max<uint32_t>(count, 1);
  std::vector<float> priors(counts.size());
  for (size_t row = 0; row < counts.size(); ++row) {
    const double p = std::max<uint32_t>(counts[row], 1) / total;
    priors[row] = static_cast<float>(weight * std::log(p));
  }
  return priors;
}

void AddScaled(double weight, std::span<const float> vector,
               std::span<double> sum) {
  for (size_t i = 0; i < sum.size(); ++i) sum[i] += weight * vector[i];
}

}  // namespace

absl::StatusOr<EmbeddingVectors> EmbeddingVectors::Create(
    const EmbeddingArrays& arrays, std::span<const uint32_t> basket_counts,
    float popularity_weight) {
  C2V_RETURN_IF_ERROR(CheckShapes(arrays, basket_counts.size()));
  C2V_RETURN_IF_ERROR(CheckNumbers(arrays, popularity_weight));
  EmbeddingVectors vectors;
  vectors.arrays_ = arrays;
  vectors.popularity_weight_ = popularity_weight;
  vectors.inverse_norms_ = InverseNorms(arrays.input, arrays.dimension);
  vectors.priors_ =
      LogPriors(basket_counts.first(vectors.item_count()), popularity_weight);
  return vectors;
}

std::vector<float> RollUpCustomers(size_t dimension,
                                   std::span<const float> input,
                                   const CustomerHistories& histories) {
  const size_t item_count = input.size() / dimension;
  std::vector<float> customers(histories.customer_count() * dimension);
  std::vector<double> sum(dimension);
  for (uint32_t c = 0; c < histories.customer_count(); ++c) {
    double total = 0;
    std::fill(sum.begin(), sum.end(), 0.0);
    for (const HistoryEntry& entry : histories.Of(c)) {
      if (entry.item >= item_count) continue;
      total += entry.decayed_count;
      AddScaled(entry.decayed_count,
                input.subspan(entry.item * dimension, dimension), sum);
    }
    if (total <= 0) continue;
    for (size_t i = 0; i < dimension; ++i) {
      customers[c * dimension + i] = static_cast<float>(sum[i] / total);
    }
  }
  return customers;
}

}  // namespace customer2vec
