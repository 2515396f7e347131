// Scores into probabilities.
//
//   const float log_sum = Softmax<float>(scores);   // in place
//
// Pure; thread-safe; allocates nothing.

#ifndef CUSTOMER2VEC_CORE_NN_SOFTMAX_H_
#define CUSTOMER2VEC_CORE_NN_SOFTMAX_H_

#include <span>

namespace customer2vec::nn {

// scores[j] = e^scores[j] / sum_k e^scores[k], without overflow for any finite
// scores. Returns log sum_k e^scores[k] of the scores as they were: log p_j =
// scores[j] - that. REQUIRES: not empty.
template <typename T>
T Softmax(std::span<T> scores);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_SOFTMAX_H_
