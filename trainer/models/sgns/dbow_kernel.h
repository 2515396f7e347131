// One step of PV-DBOW for a document and some of its tokens, in SIMD.
//
//   DbowBlock block;
//   block.outputs = {9, 4, 17, 23};   // rows of the output matrix
//   block.targets = {1, 0.5f, 0, 0};  // 9 and 4 are tokens of the document,
//                                     // 4 was drawn as a negative as well
//   block.weights = {1, 2, 5, 5};     // a negative stands for five
//   DbowScratch scratch;
//   DbowUpdate(block, 0.025f, documents.Row(7), output, scratch);
//
// PV-DBOW (Le and Mikolov 2014) is skip-gram whose one input is the document.
// With x its vector, y the output vectors, w the weights and t the targets, 1
// for a token, 0 for a negative, all coefficients
//
//   g[n] = rate * w[n] * (t[n] - sigmoid(x . y[n]))
//
// come first, then the outputs one by one, each and the document moving
// together from what both were before this output:
//
//   y[n] += g[n] x   and   x += g[n] y[n]
//
// To first order in the rate this is gradient descent on
// -sum w[n] (t[n] log sigmoid(x.y) + (1 - t[n]) log(1 - sigmoid(x.y))). Where
// the |g| add up to more than kSgnsMoveLimit, all are scaled down to it
// (sgns_kernel.h says why).
//
// A row that is both, p times a token and q times a negative, has weight p + q
// and target p / (p + q): the sum of its losses.
//
// A matrix times a vector: each row is read twice from the cache for one row
// from memory, so memory is what it waits for, and what sharing negatives among
// tokens saves.
//
// Threads: as in sgns_kernel.h, several may step on the same output matrix at
// once and race on purpose (Hogwild), each with a scratch of its own.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_KERNEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_KERNEL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trainer/models/sgns/cbow_kernel.h"
#include "trainer/models/sgns/embedding_matrix.h"

namespace customer2vec {

// Reused from step to step, so that a step allocates nothing.
struct DbowBlock {
  std::vector<uint32_t> outputs;  // distinct rows of the output matrix
  std::vector<float> targets;     // by output, in [0, 1]
  std::vector<float> weights;     // by output
};

// Buffers of a step. One a thread.
struct DbowScratch {
  std::vector<float*> outputs;
  KernelBuffer coefficients;
  EmbeddingMatrix zeros{1, 0};  // the row that fills up groups
};

// Makes one step, in the arithmetic of the file comment up to rounding.
// `document` is a row of a matrix of the same dimension. REQUIRES: rows in
// range and distinct, a target and a weight for each.
void DbowUpdate(const DbowBlock& block, float learning_rate, float* document,
                EmbeddingMatrix& output, DbowScratch& scratch);

// Asks for the rows of a block that is to be stepped on soon.
void DbowPrefetch(const DbowBlock& block, const EmbeddingMatrix& output);

// The instruction set in use: "AVX2", "AVX3" (AVX-512).
const char* DbowTargetName();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_KERNEL_H_
