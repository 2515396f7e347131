// One step of CBOW with hierarchical softmax: a context, as one vector,
// predicts the turns on the way to its token in the Huffman tree of the
// vocabulary (huffman_tree.h).
//
//   SgnsBlockMaker maker(settings, keep, sampler, &tree);
//   maker.Start(sentence, random);
//   CbowPathScratch scratch;
//   while (maker.Next(random, &block)) {   // inputs: a context; outputs: nodes
//     CbowPathUpdate(block, Pooling::kMean, 0.025f, input, output, scratch);
//   }
//
// With c inputs, h their mean or sum, and y the nodes: a step of sgns_kernel.h
// whose one input is h and whose outputs are the nodes, each with weight 1;
// where the path turns to the first child, the node is positive. Then, with e
// what the step added to h,
//
//   each input += e       (kMean)
//              += e / c   (kSum)
//
// To first order in the rate this is for nodes gradient descent on
//   -sum log sigmoid(+-h.y)
// and for inputs its gradient times c (kMean) or divided by it (kSum), as in
// cbow_kernel.h (Mikolov et al. 2013; the code of word2vec with -cbow 1 -hs 1).
// A row that stands twice in the context adds twice and gets twice.
//
// Threads: as in sgns_kernel.h, several may step on the same matrices at once
// and race on purpose (Hogwild), each with a scratch of its own.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_PATH_STEP_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_PATH_STEP_H_

#include <vector>

#include "trainer/models/sgns/cbow_kernel.h"
#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {

// Buffers of a step. One a thread.
struct CbowPathScratch {
  EmbeddingMatrix hidden{2, 0};  // h, which the step moves, and as it was
  SgnsBlock step;                // from h to the nodes
  SgnsScratch sgns;
};

// `path` is a block of SgnsBlockMaker with a tree; its weights are not read.
// REQUIRES: at least one input; rows in range; one dimension.
void CbowPathUpdate(const SgnsBlock& path, Pooling pooling, float learning_rate,
                    EmbeddingMatrix& input, EmbeddingMatrix& output,
                    CbowPathScratch& scratch);

// The loss that a step descends, before the step; by plain loops.
double CbowPathLoss(const SgnsBlock& path, Pooling pooling,
                    const EmbeddingMatrix& input,
                    const EmbeddingMatrix& output);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_PATH_STEP_H_
