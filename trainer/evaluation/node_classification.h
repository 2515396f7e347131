// How well vectors of nodes tell the nodes' labels: logistic regression with an
// L2 penalty, one label against the rest, learned on some nodes and asked about
// others (the protocol of DeepWalk, Perozzi et al. 2014, section 5, and of
// node2vec).
//
//   MultiLabels labels = ...;      // of node i: labels[i]
//   const NodeSplit split = SplitNodes(labels.size(), 0.5, /*seed=*/1);
//   C2V_ASSIGN_OR_RETURN(F1Scores f1,
//                        ClassifyNodes(DenseRows(vectors, 128), labels, split,
//                                      {.c = 1}));
//   f1.macro; f1.micro;
//
// How many labels a node has is known: a node with three gets the three labels
// of the highest log-odds, ties by number. Macro-F1 is the mean over all
// labels, where a label that is neither present nor predicted counts 0 (as
// scikit-learn's f1_score does); micro-F1 counts all decisions together. A
// label without a positive case in training is given the log-odds -infinity.
//
// Pure; the same figures on each run and at any number of threads.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_NODE_CLASSIFICATION_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_NODE_CLASSIFICATION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/models/logistic/feature_rows.h"

namespace customer2vec {

// The labels of each node, one list after another.
struct MultiLabels {
  std::vector<uint64_t> offsets = {0};  // size nodes + 1
  std::vector<uint32_t> labels;         // below label_count, once a node
  uint32_t label_count = 0;

  size_t size() const { return offsets.size() - 1; }
  std::span<const uint32_t> operator[](size_t node) const {
    return std::span(labels).subspan(offsets[node],
                                     offsets[node + 1] - offsets[node]);
  }
};

struct NodeSplit {
  std::vector<uint32_t> train;
  std::vector<uint32_t> test;
};

// round(train_share * node_count) nodes at random to learn from, the others to
// ask about. REQUIRES: 0 < train_share < 1.
NodeSplit SplitNodes(size_t node_count, double train_share, uint64_t seed);

// The same for a selection of nodes: folds inside a training half.
NodeSplit SplitNodes(std::span<const uint32_t> nodes, double train_share,
                     uint64_t seed);

struct NodeClassifierOptions {
  // Inverse strength of the penalty, as C of LIBLINEAR and scikit-learn: l2 is
  // 1 / (c * training nodes). > 0.
  double c = 1;
  // As in LogisticOptions. Predictions hardly change below 1e-3.
  double tolerance = 1e-4;
  size_t threads = 1;
};

struct F1Scores {
  double macro = 0;
  double micro = 0;
};

// INVALID_ARGUMENT when vectors and labels differ in number, a side of the
// split is empty, or a number is not finite.
absl::StatusOr<F1Scores> ClassifyNodes(const DenseRows& vectors,
                                       const MultiLabels& labels,
                                       const NodeSplit& split,
                                       const NodeClassifierOptions& options);

// The scores of lists of labels against those predicted: as many a node.
F1Scores ScoreLabels(const MultiLabels& truth, const MultiLabels& predicted);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_NODE_CLASSIFICATION_H_
