// One step of CBOW or PV-DM over a run of neighbouring tokens, in SIMD.
//
//   CbowBlock block;
//   block.inputs = {4, 9, 7};             // rows of `input`, in text order
//   block.centers = {{.target = 4, .begin = 0, .end = 3, .hole = 0},
//                    {.target = 9, .begin = 0, .end = 3, .hole = 1}};
//   block.negatives = {17, 23};           // rows of `output`, shared
//   block.negative_weight = 2.5f;         // two draws stand for five
//   CbowScratch scratch;
//   CbowUpdate(block, 0.025f, {.input = &input, .output = &output}, scratch);
//
// A center is a token to predict from its context: the inputs [begin, end)
// without the one at `hole` (the token itself), and, for PV-DM, the document's
// vector. First, for all centers, h[b] = the mean of the context's c[b] vectors
// (the sum, for kSum). Then the centers four at a time, kSgnsInputs, make a
// step of sgns_kernel.h: their h are its inputs; its outputs are their targets,
// each with weight 1 for its own center and 0 for the others, and the
// negatives, with weight w = negative_weight, 0 where the row is the center's
// target. Last, with e[b] what the step added to h[b],
//
//   each vector of b's context += e[b]          (kMean)
//                              += e[b] / c[b]   (kSum)
//
// To first order in the rate this is for outputs gradient descent on
//   -sum_b (log sigmoid(h.y[target]) + w sum_n log(1 - sigmoid(h.y[n])))
// and for inputs its gradient times c[b] (kMean) or divided by it (kSum): this
// is what word2vec does (Mikolov et al. 2013; with `cbow_mean` 1 and 0 in
// gensim), and its learning rates are for that. PV-DM: Le and Mikolov 2014.
//
// A block of B centers with N negatives reads B + 2 window + B + N rows for B
// (N + 1) pairs; rows may stand in a list more than once: each adds its part.
//
// Threads: as in sgns_kernel.h, several may step on the same matrices at once
// and race on purpose (Hogwild, Recht et al. 2011), each with a scratch of its
// own.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_KERNEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_KERNEL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hwy/aligned_allocator.h"
#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {

// How the vectors of a context become one.
enum class Pooling { kMean, kSum };

// A token to predict.
struct CbowCenter {
  static constexpr uint32_t kNoHole = UINT32_MAX;

  uint32_t target;          // row of the output matrix
  uint32_t begin;           // its context's first place in `inputs`
  uint32_t end;             // and the one after its last
  uint32_t hole = kNoHole;  // a place in [begin, end) that is left out

  // Inputs of its context.
  uint32_t size() const { return end - begin - (hole == kNoHole ? 0 : 1); }
};

// Reused from step to step, so that a step allocates nothing.
struct CbowBlock {
  std::vector<uint32_t> inputs;     // rows of the input matrix
  std::vector<CbowCenter> centers;  // each with a context, or with a document
  std::vector<uint32_t> negatives;  // rows of the output matrix
  float negative_weight = 1;        // of each negative with each center
  Pooling pooling = Pooling::kMean;
  // PV-DM: row of the documents, in every center's context.
  uint32_t document = 0;
};

// `documents` is null for CBOW. All have one dimension.
struct CbowMatrices {
  EmbeddingMatrix* input = nullptr;
  EmbeddingMatrix* output = nullptr;
  EmbeddingMatrix* documents = nullptr;
};

// Aligned numbers that grow and keep no content.
class KernelBuffer {
 public:
  // At least `size` floats.
  float* Resize(size_t size) {
    if (size > size_) {
      data_ = hwy::AllocateAligned<float>(size);
      size_ = size;
    }
    return data_.get();
  }

 private:
  size_t size_ = 0;
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

// Buffers of a step. One a thread.
struct CbowScratch {
  std::vector<float*> inputs;
  EmbeddingMatrix hidden{0, 0};  // h, by center; the step moves them
  EmbeddingMatrix start{0, 0};   // the same as they were
  KernelBuffer sums;             // a column's prefix sums
  SgnsBlock group;               // of four centers
  SgnsScratch step;
};

// Makes one step, in the arithmetic of the file comment up to rounding.
// REQUIRES: rows in range; centers as CbowBlock says.
void CbowUpdate(const CbowBlock& block, float learning_rate,
                const CbowMatrices& matrices, CbowScratch& scratch);

// The step of the file comment that the centers from the `begin`-th on make, at
// most kSgnsInputs of them: inputs are numbers of centers.
void MakeCbowGroup(const CbowBlock& block, size_t begin, SgnsBlock* group);

// Asks for the rows of a block that is to be stepped on soon.
void CbowPrefetch(const CbowBlock& block, const CbowMatrices& matrices);

// The instruction set in use: "AVX2", "AVX3" (AVX-512).
const char* CbowTargetName();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_KERNEL_H_
