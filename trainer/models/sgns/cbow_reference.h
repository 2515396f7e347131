// The step of cbow_kernel.h as plain loops in double: what the kernel is tested
// against, and the loss that progress reports show.
//
//   const double loss = CbowLoss(block, matrices);
//   CbowUpdateReference(block, 0.025f, matrices);
//
// Slow and clear on purpose. Thread-safe only on matrices nobody else writes;
// CbowLoss() may read while others write, and then reports a mix of both.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_REFERENCE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_REFERENCE_H_

#include "trainer/models/sgns/cbow_kernel.h"

namespace customer2vec {

// The same step as CbowUpdate().
void CbowUpdateReference(const CbowBlock& block, float learning_rate,
                         const CbowMatrices& matrices);

// The loss that a step descends, before the step: the sum over centers.
double CbowLoss(const CbowBlock& block, const CbowMatrices& matrices);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_REFERENCE_H_
