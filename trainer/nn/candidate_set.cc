#include "trainer/nn/candidate_set.h"

#include <cmath>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

void CandidateSet::Assign(std::span<const uint32_t> targets,
                          std::span<const uint32_t> negatives) {
  for (const uint32_t row : rows_) columns_[row] = kAbsent;
  rows_.clear();
  target_columns_.clear();
  for (const uint32_t row : targets) target_columns_.push_back(ColumnOf(row));
  for (const uint32_t row : negatives) ColumnOf(row);
}

uint32_t CandidateSet::ColumnOf(uint32_t row) {
  if (columns_[row] == kAbsent) {
    columns_[row] = static_cast<uint32_t>(rows_.size());
    rows_.push_back(row);
  }
  return columns_[row];
}

double LogInclusion(std::span<const Draws> draws) {
  double log_absent = 0;
  for (const Draws& way : draws) {
    if (way.count > 0) log_absent += way.count * std::log1p(-way.probability);
  }
  return std::log(-std::expm1(log_absent));
}

template <typename T>
void SubtractFromColumns(ConstVector<T> numbers, MatrixView<T> scores) {
  const auto less = Map(numbers);
  for (size_t i = 0; i < scores.rows; ++i) Map(scores.Row(i)) -= less;
}

template void SubtractFromColumns<float>(ConstVector<float>, MatrixView<float>);
template void SubtractFromColumns<double>(ConstVector<double>,
                                          MatrixView<double>);

}  // namespace customer2vec::nn
