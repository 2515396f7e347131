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
// Inputs are taken kSgnsInputs at a time, each such group a step of its own.
// With x = inputs of the group, y = outputs, w = weights, t = 1 for a positive
// and 0 for a negative: all coefficients
//
//   g[n][b] = rate * w[n][b] * (t[n] - sigmoid(x[b] . y[n]))
//
// come first, then the outputs one by one, each and the inputs moving together:
//
//   y[n] += sum_b g[n][b] x[b]   and   x[b] += g[n][b] y[n]
//
// from what both were before this output. To first order in the rate this is
// gradient descent on
// -sum w[n][b] (t[n] log sigmoid(x.y) + (1 - t[n]) log(1 - sigmoid(x.y)));
// in the second order an output already meets what the outputs before it made
// of the inputs, as in word2vec, where pairs follow each other (Mikolov et al.
// 2013). With one input and one output it is word2vec's update.
//
// Where an input's |g| add up to more than kSgnsMoveLimit, all of them are
// scaled down to it: a step that overshoots would make the next one overshoot
// more, and a high learning rate end in infinite vectors.
//
// A row may stand twice: an input then gets the sum of both moves; an output is
// moved at each of its places.
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

// Inputs of a step: as many as leave registers for six outputs in AVX-512.
inline constexpr size_t kSgnsInputs = 4;
// The most that an input's |coefficients| of a step add up to.
inline constexpr float kSgnsMoveLimit = 0.5f;

// Rows that meet. Reused from block to block, so that nothing
// is allocated.
struct SgnsBlock {
  std::vector<uint32_t> inputs;   // rows of the input matrix
  std::vector<uint32_t> outputs;  // rows of the output matrix
  size_t positives = 0;           // outputs before this one are true contexts
  std::vector<float> weights;     // by output, then input; 0 ignores the pair
  // Rows that this block is the first of its sentence to have: what to
  // prefetch. A new token will want its row of both matrices.
  std::vector<uint32_t> new_tokens = {};
  std::vector<uint32_t> new_negatives = {};
};

// Buffers of a step. One a thread.
struct SgnsScratch {
  std::vector<float*> inputs;       // of a group
  std::vector<float*> outputs;      // filled up to a whole pair
  std::vector<float> weights;       // rate * weight, below 0 for negatives
  std::vector<float> coefficients;  // logits first, then g of the file comment
  EmbeddingMatrix zeros{1, 0};      // the row that fills up groups
};

// Makes the block's steps, in the arithmetic of the file comment up to
// rounding. REQUIRES: input.dimension() == output.dimension(), rows in range,
// weights.size() == inputs.size() * outputs.size().
void SgnsUpdate(const SgnsBlock& block, float learning_rate,
                EmbeddingMatrix& input, EmbeddingMatrix& output,
                SgnsScratch& scratch);

// Asks for the block's new rows before they are needed.
void SgnsPrefetch(const SgnsBlock& block, const EmbeddingMatrix& input,
                  const EmbeddingMatrix& output);

// The instruction set in use: "AVX2", "AVX3" (AVX-512).
const char* SgnsTargetName();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_KERNEL_H_
