#include "trainer/models/logistic/stratified_folds.h"

#include <cstddef>
#include <utility>

#include "core/base/random.h"

namespace customer2vec {
namespace {

void Shuffle(std::vector<uint32_t>& rows, Random& random) {
  for (size_t i = rows.size(); i > 1; --i) {
    std::swap(rows[i - 1], rows[random.Below(static_cast<uint32_t>(i))]);
  }
}

}  // namespace

std::vector<uint32_t> StratifiedFolds(std::span<const uint8_t> labels,
                                      uint32_t folds, uint64_t seed) {
  std::vector<uint32_t> by_class[2];
  for (uint32_t row = 0; row < labels.size(); ++row) {
    by_class[labels[row] != 0].push_back(row);
  }
  Random random(seed);
  std::vector<uint32_t> fold(labels.size());
  uint32_t next = 0;  // dealt out in turn; one class goes on where one ended
  for (std::vector<uint32_t>& rows : by_class) {
    Shuffle(rows, random);
    for (const uint32_t row : rows) fold[row] = next++ % folds;
  }
  return fold;
}

FoldRows RowsOfFold(std::span<const uint32_t> fold_of_case, uint32_t fold) {
  FoldRows rows;
  for (uint32_t row = 0; row < fold_of_case.size(); ++row) {
    (fold_of_case[row] == fold ? rows.held_out : rows.training).push_back(row);
  }
  return rows;
}

}  // namespace customer2vec
