// The step of sgns_kernel.h as plain loops in double: what the kernel is tested
// against, and the loss that progress reports show.
//
//   const double loss = SgnsLoss(block, input, output);
//   SgnsUpdateReference(block, 0.025f, input, output);
//
// Slow and clear on purpose. Thread-safe only on matrices nobody else writes;
// SgnsLoss() may read while others write, and then reports a mix of both.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_REFERENCE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_REFERENCE_H_

#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {

// The same step as SgnsUpdate().
void SgnsUpdateReference(const SgnsBlock& block, float learning_rate,
                         EmbeddingMatrix& input, EmbeddingMatrix& output);

// The weighted loss that a step descends, before the step.
double SgnsLoss(const SgnsBlock& block, const EmbeddingMatrix& input,
                const EmbeddingMatrix& output);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_REFERENCE_H_
