// Splits cases into folds that hold the classes in equal shares, for
// cross-validation.
//
//   const std::vector<uint32_t> fold = StratifiedFolds(labels, 5, seed);
//   for (uint32_t f = 0; f < 5; ++f) {
//     const FoldRows rows = RowsOfFold(fold, f);
//     Train(rows.training); Test(rows.held_out);
//   }
//
// Pure: the same labels and seed give the same folds.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STRATIFIED_FOLDS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STRATIFIED_FOLDS_H_

#include <cstdint>
#include <span>
#include <vector>

namespace customer2vec {

// The fold of each case, in [0, folds). Cases of a class differ by at most one
// between folds, and so do all cases. REQUIRES: folds >= 1.
std::vector<uint32_t> StratifiedFolds(std::span<const uint8_t> labels,
                                      uint32_t folds, uint64_t seed);

// Cases outside and inside a fold, ascending.
struct FoldRows {
  std::vector<uint32_t> training;
  std::vector<uint32_t> held_out;
};
FoldRows RowsOfFold(std::span<const uint32_t> fold_of_case, uint32_t fold);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_STRATIFIED_FOLDS_H_
