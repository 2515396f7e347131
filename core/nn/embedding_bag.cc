#include "core/nn/embedding_bag.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/compressed_rows.h"
#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

template <typename T>
void EmbeddingBag(ConstMatrix<T> table, const BagsOf<T>& bags, Pooling pooling,
                  MatrixView<T> out) {
  for (size_t i = 0; i < bags.size(); ++i) {
    auto sum = Map(out.Row(i));
    sum = T{0};
    const size_t begin = bags.offsets[i], end = bags.offsets[i + 1];
    for (size_t p = begin; p < end; ++p) {
      const auto row = Map(table.Row(bags.rows[p]));
      if (bags.weights.empty()) {
        sum += row;
      } else {
        sum += bags.weights[p] * row;
      }
    }
    if (pooling == Pooling::kMean && end > begin) {
      sum *= 1 / static_cast<T>(end - begin);
    }
  }
}

template <typename T>
void GatherRows(ConstMatrix<T> table, std::span<const uint32_t> rows,
                MatrixView<T> out) {
  for (size_t i = 0; i < rows.size(); ++i) {
    std::ranges::copy(table.Row(rows[i]), out.Row(i).begin());
  }
}

#define C2V_INSTANTIATE(T)                                                 \
  template void EmbeddingBag<T>(ConstMatrix<T>, const BagsOf<T>&, Pooling, \
                                MatrixView<T>);                            \
  template void GatherRows<T>(ConstMatrix<T>, std::span<const uint32_t>,   \
                              MatrixView<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

absl::Status CheckBags(const Bags<float>& bags, size_t table_rows) {
  if (bags.offsets.empty() ||
      !CheckOffsets(bags.offsets, bags.size(), bags.rows.size()).ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("bags: offsets do not cut ", bags.rows.size(),
                     " rows into bags; they start at 0, do not fall and end "
                     "with the number of rows"));
  }
  if (!bags.weights.empty() && bags.weights.size() != bags.rows.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("bags: ", bags.weights.size(), " weights for ",
                     bags.rows.size(), " rows; give one a row, or none"));
  }
  const auto outside = std::ranges::find_if(
      bags.rows, [&](uint32_t row) { return row >= table_rows; });
  if (outside == bags.rows.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "bags: row ", *outside, " is not in the table of ", table_rows));
}

}  // namespace customer2vec::nn
