// What networks are taught by.
//
//   // 32 examples, each with one right column among 1000.
//   const double loss = SoftmaxCrossEntropy(scores, targets, 1.0 / 32,
//   dscores);
//
// Each returns the sum of the loss over examples and overwrites the gradient
// with `scale` times that of the sum: 1 / examples of the batch makes a mean of
// it, over all shards. The gradient may be the scores' own memory. Scores are n
// x m or n numbers, a row an example; targets are columns. Losses of a row are
// taken in T and summed in double. Pure; thread-safe; allocates nothing.

#ifndef CUSTOMER2VEC_TRAINER_NN_LOSSES_H_
#define CUSTOMER2VEC_TRAINER_NN_LOSSES_H_

#include <cstdint>
#include <span>
#include <type_traits>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

// -log softmax(scores)[target]: full softmax over all items, or sampled softmax
// over candidates whose scores are less log q (candidate_set.h).
template <typename T>
double SoftmaxCrossEntropy(ConstMatrix<T> scores,
                           std::span<const uint32_t> targets, double scale,
                           MatrixView<T> gradient);

// -sum_j amount_j log softmax(scores)_j: several right columns, each as often
// as its amount, which is at least 0 (the multinomial likelihood of Liang et
// al. 2018).
template <typename T>
double MultinomialCrossEntropy(ConstMatrix<T> scores, ConstMatrix<T> amounts,
                               double scale, MatrixView<T> gradient);

// BPR-max (Hidasi and Karatzoglou 2018): columns but the target's are negatives
// j,
//   -log sum_j s_j sigmoid(r_target - r_j) + penalty sum_j s_j r_j^2,
// s the softmax over the negatives. REQUIRES: at least two columns, penalty >=
// 0.
template <typename T>
double BprMax(ConstMatrix<T> scores, std::span<const uint32_t> targets,
              double penalty, double scale, MatrixView<T> gradient);

// -positive_weight log sigmoid(r_target) - sum_j log(1 - sigmoid(r_j)) over all
// other columns j. With weight 1 it is SASRec's; a weight in (0, 1) is the
// generalised loss of Petrov and Macdonald 2023 ("gSASRec"), which keeps
// sampled negatives from inflating the scores.
template <typename T>
double SampledLogistic(ConstMatrix<T> scores, std::span<const uint32_t> targets,
                       double positive_weight, double scale,
                       MatrixView<T> gradient);

// Yes-or-no outcomes: -y log sigmoid(s) - (1 - y) log(1 - sigmoid(s)), labels y
// in [0, 1]. `weights`, one an example or empty for 1, multiply.
template <typename T>
double LogisticLoss(ConstVector<T> scores, ConstVector<T> labels,
                    ConstVector<T> weights, double scale,
                    std::span<T> gradient);

// (s - y)^2 / 2, weights as above.
template <typename T>
double SquaredLoss(ConstVector<T> scores, ConstVector<T> labels,
                   ConstVector<T> weights, double scale, std::span<T> gradient);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_LOSSES_H_
