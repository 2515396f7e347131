// One step of Bayesian personalised ranking, vectorised for the machine it runs
// on.
//
//   BprStep({x, taken, other, &biases[i], &biases[j]}, stride, rates);
//
// Ascends ln sigmoid(s_i - s_j) - lambda / 2 |parameters|^2, where s = x . y +
// b (Rendle et al. 2009, section 4.3.1), by
//
//   g = sigmoid(-(s_i - s_j))
//   x   += rate (g (y_i - y_j) - lambda x)
//   y_i += rate (g x - lambda y_i)       b_i += rate (g - lambda_b b_i)
//   y_j += rate (-g x - lambda y_j)      b_j += rate (-g - lambda_b b_j)
//
// all from the numbers before the step. Threads may step at once on rows that
// they share (Hogwild, Niu et al. 2011): an update may then be lost, which such
// sparse steps tolerate.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_KERNEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_KERNEL_H_

#include <cstddef>

namespace customer2vec {

struct BprTriple {
  float* customer;  // x
  float* taken;     // y_i
  float* other;     // y_j
  float* taken_bias;
  float* other_bias;
};

struct BprRates {
  float learning_rate;
  float regularization;       // lambda
  float bias_regularization;  // lambda_b
};

// Vectors have `stride` numbers, a multiple of kFactorAlignment. Returns
// s_i - s_j before the step.
float BprStep(const BprTriple& triple, size_t stride, const BprRates& rates);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_KERNEL_H_
