// The step of dbow_kernel.h as plain loops in double: what the kernel is tested
// against, and the loss that progress reports show.
//
//   const double loss = DbowLoss(block, documents.Row(7), output);
//   DbowUpdateReference(block, 0.025f, documents.Row(7), output);
//
// Slow and clear on purpose. Thread-safe only on rows nobody else writes;
// DbowLoss() may read while others write, and then reports a mix of both.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_REFERENCE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_REFERENCE_H_

#include "trainer/models/sgns/dbow_kernel.h"

namespace customer2vec {

// The same step as DbowUpdate().
void DbowUpdateReference(const DbowBlock& block, float learning_rate,
                         float* document, EmbeddingMatrix& output);

// The weighted loss that a step descends, before the step.
double DbowLoss(const DbowBlock& block, const float* document,
                const EmbeddingMatrix& output);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_REFERENCE_H_
