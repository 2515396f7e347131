// One step of skip-gram with negative sampling over a block of items, in SIMD.
//
//   EmbeddingMatrix input(item_count, 200), output(item_count, 200);
//   SgnsBlock block;
//   block.inputs = {4, 9};           // rows of `input`
//   block.outputs = {9, 4, 17, 23};  // rows of `output`
//   block.positives = 2;             // outputs 9 and 4 are true contexts
//   block.weights = {1, 0,           // output 9 with inputs 4 and 9
//                    0, 1,           // output 4
//                    1, 1,           // 17, a negative
//                    1, 1};          // 23, a negative
//   SgnsScratch scratch;
//   SgnsUpdate(block, 0.025f, input, output, scratch);
//
// A block is a small matrix product: every input meets every output, so a row
// is read from memory once for many pairs. That is where the speed comes from
// (Ji et al. 2016, "Parallelizing Word2Vec in Shared and Distributed Memory").
//
// With x = inputs, y = outputs, w = weights, t = 1 for a positive and 0 for a
// negative, all right-hand sides read before the step:
//
//   g[b][n] = rate * w[n][b] * (t[n] - sigmoid(x[b] . y[n]))
//   x[b] += sum_n g[b][n] y[n]
//   y[n] += sum_b g[b][n] x[b]
//
// which is plain gradient descent on
// -sum w[n][b] (t[n] log sigmoid(x.y) + (1 - t[n]) log(1 - sigmoid(x.y))).
// With one input and one output it is word2vec's update (Mikolov et al. 2013).
//
// Threads: several may call SgnsUpdate() on the same matrices at once, each
// with a scratch of its own. Their reads and writes race on purpose (Hogwild,
// Recht et al. 2011): a row may be read half old and half new, and an update of
// the same row by two threads at once may lose one of the two. Rows are
// aligned, so no write reaches a neighbouring row. Nothing else is touched.
//
// The instruction set (AVX2 or AVX-512) is chosen at run time by Highway.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_KERNEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_KERNEL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trainer/models/sgns/embedding_matrix.h"

namespace customer2vec {

// Rows that meet in one step. Reused from step to step, so that a step
// allocates nothing.
struct SgnsBlock {
  std::vector<uint32_t> inputs;   // distinct rows of the input matrix
  std::vector<uint32_t> outputs;  // distinct rows of the output matrix
  size_t positives = 0;           // outputs before this one are true contexts
  std::vector<float> weights;     // by output, then input; 0 ignores the pair
};

// Buffers of a step. One a thread.
struct SgnsScratch {
  std::vector<float*> inputs;
  std::vector<float*> outputs;
  std::vector<float> weights;       // rate * weight, filled up to whole groups
  std::vector<float> coefficients;  // logits first, then g of the file comment
  std::vector<float> gradients;     // of the inputs
  EmbeddingMatrix zeros{1, 0};      // the row that fills up groups
};

// Makes one step, in the arithmetic of the file comment up to rounding.
// REQUIRES: input.dimension() == output.dimension(), rows in range, distinct
// inputs, distinct outputs, weights.size() == inputs.size() * outputs.size().
void SgnsUpdate(const SgnsBlock& block, float learning_rate,
                EmbeddingMatrix& input, EmbeddingMatrix& output,
                SgnsScratch& scratch);

// The instruction set in use: "AVX2", "AVX3" (AVX-512).
const char* SgnsTargetName();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_KERNEL_H_
