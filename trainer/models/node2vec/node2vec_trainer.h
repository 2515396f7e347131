// node2vec (Grover and Leskovec 2016): walks over a graph, read as sentences by
// skip-gram with negative sampling.
//
//   v1::Node2VecConfig config;  // every field not set has its default
//   config.set_q(0.5);
//   C2V_ASSIGN_OR_RETURN(NodeVectors vectors,
//                        TrainNode2Vec(graph, config, {.seed = 1,
//                                                      .threads = 2}));
//   vectors.input[7 * vectors.dimension];   // first number of node 7
//
// Near input vectors are nodes in the same company; output . input is high for
// nodes that walks visit close to each other. Nodes that no walk visits, as
// those without arcs, have zero vectors.
//
// A run may start from vectors learned before and keep those near where they
// are (trainer/models/sgns/matrix_start.h).
//
// Memory: the walks, 4 bytes a step, beside vectors twice (in the order of
// visits while training). Walks are the same at any number of threads;
// training is reproducible as trainer/models/sgns/sgns_trainer.h says.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/graph_models.pb.h"
#include "trainer/graph/graph.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/matrix_start.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

// Where vectors start, by node; see MatrixStart. By default inputs at random
// and outputs at 0.
struct NodeStart {
  MatrixStart input = {};
  MatrixStart output = {};
};

struct Node2VecOptions {
  uint64_t seed = 1;
  // 0 means as many as the machine has.
  int threads = 0;
  // Of the training, as in SgnsOptions. May be empty.
  ProgressCallback progress = nullptr;
  double progress_interval_seconds = 1;
  NodeStart start = {};
  // Where the training saves and resumes; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

struct NodeVectors {
  size_t dimension = 0;
  std::vector<float> input;      // nodes * dimension
  std::vector<float> output;     // nodes * dimension
  std::vector<uint32_t> visits;  // by node: how often walks came by
};

// INVALID_ARGUMENT for a configuration out of range, or a start that does not
// fit; FAILED_PRECONDITION when the graph joins no two nodes, or as TrainSgns()
// says. REQUIRES:
// graph.has_times() == config.time_respecting().
absl::StatusOr<NodeVectors> TrainNode2Vec(const Graph& graph,
                                          const v1::Node2VecConfig& config,
                                          const Node2VecOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_TRAINER_H_
