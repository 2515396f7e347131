// Bayesian personalised ranking (Rendle et al. 2009): matrix factorisation with
// item biases, learned by stochastic gradient descent on pairs.
//
//   C2V_ASSIGN_OR_RETURN(BprModel model,
//                        TrainBpr(CountInteractions(corpus, items, 1), config,
//                                 {.seed = 1, .threads = 2}));
//   // x_u . y_i + bias_i
//
// An epoch draws as many (customer, taken item) pairs as there are, uniformly
// with replacement, and against each `negatives` items that the customer did
// not take, drawn as NegativeSampling says. A customer who took everything that
// is drawn in a few tries is passed over.
//
// With one thread the same seed gives the same bytes. With more, threads step
// on shared rows without locks (bpr_kernel.h), and runs differ slightly.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/factor_models.pb.h"
#include "trainer/models/interactions/interaction_matrix.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

// After each epoch. One that was gone on with tells of its part since.
struct BprProgress {
  int epoch = 0;  // from 1
  int epochs = 0;
  double loss = 0;  // mean of -ln sigmoid(s_i - s_j) over the epoch's pairs
  double ranked_right = 0;  // share of pairs with s_i > s_j, before their steps
  double seconds = 0;       // of this epoch
  double seconds_left = 0;
};

// Where a run begins: the vectors and biases of an earlier one, for prefixes of
// the rows or all of them. Zeros, and what lies beyond, start anew.
struct BprStart {
  std::span<const float> customers = {};  // rows * factors
  std::span<const float> items = {};      // rows * factors
  std::span<const float> biases = {};
  // How far what did not start anew may end from its start, as a share of its
  // length or size there: 0 freezes it. Counted before the axes are turned at
  // the end, which changes no score.
  float max_move = std::numeric_limits<float>::infinity();
};

struct BprOptions {
  uint64_t seed = 1;
  size_t threads = 1;
  std::function<void(const BprProgress&)> progress = {};
  BprStart start = {};
  // Asked after every 10000 pairs; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

// In the basis where items^T items is diagonal.
struct BprModel {
  size_t factors = 0;
  std::vector<float> customers;  // rows of the matrix * factors
  std::vector<float> items;      // columns * factors
  std::vector<float> biases;     // columns
};

// INVALID_ARGUMENT for a configuration out of range or a start that does not
// fit; FAILED_PRECONDITION when the matrix is empty, has fewer than two
// columns, or the factors grew out of all bounds; otherwise what the checkpoint
// returned. The matrix's values do not matter.
absl::StatusOr<BprModel> TrainBpr(const InteractionMatrix& taken,
                                  const v1::BprConfig& config,
                                  const BprOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_TRAINER_H_
