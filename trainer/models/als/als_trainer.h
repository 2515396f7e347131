// Implicit-feedback matrix factorisation by alternating least squares.
//
//   v1::AlsConfig config;            // factors: 128 iterations: 15 alpha: 10
//   C2V_ASSIGN_OR_RETURN(AlsModel model,
//                        TrainAls(CountInteractions(corpus, items, 1), config,
//                                 {.seed = 1, .threads = 2}));
//   // x_u . y_i: model.customers[u * model.factors + j], model.items[...]
//
// The objective is AlsConfig's: Hu, Koren and Volinsky 2008, with the
// regularisation of busy rows after Rendle et al. 2022. Each pass solves all
// customers with the items fixed, then all items with the customers fixed, by a
// few steps of conjugate gradients from the earlier vector (Takacs et al.
// 2011). Before a half pass both sides are rotated into the basis where the
// fixed side's Gramian is diagonal: every score stays as it is, a step no
// longer costs a product by the Gramian, and its diagonal is the preconditioner
// (core/factors/normal_equations.h). Work of a pass: 4 * factors * purchases *
// (cg_steps + 1) multiply-adds.
//
// At the end the customers are solved once more, to the end: their vectors are
// what folding in their purchases gives.
//
// Deterministic: on one machine the same input gives the same bytes at any
// number of threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_TRAINER_H_

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

// After each pass.
struct AlsProgress {
  int iteration = 0;  // from 1
  int iterations = 0;
  // The objective between the two halves of the pass: customers solved, items
  // not yet.
  double objective = 0;
  double seconds = 0;  // of this pass
  double seconds_left = 0;
};

struct AlsOptions {
  uint64_t seed = 1;
  size_t threads = 1;
  std::function<void(const AlsProgress&)> progress = {};
  // Warm start: earlier item vectors, factors numbers a row, for a prefix of
  // the items or all of them; rows of zeros, and the rest, start anew. Empty
  // starts all anew.
  std::span<const float> start_items = {};
  // How far an item that did not start anew may end from its start, as a share
  // of its length there, in L2: 0 freezes it. Counted while the axes turn along
  // with the basis, which changes no score.
  float max_move = std::numeric_limits<float>::infinity();
  // Asked after every some 20000 purchases; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

// In the basis where items^T items is diagonal.
struct AlsModel {
  size_t factors = 0;
  std::vector<float> customers;  // rows of the matrix * factors
  std::vector<float> items;      // columns * factors
  // Mean over the matrix's rows of columns + sum of extra confidence.
  float mean_confidence = 0;
};

// `counts` are above 0. INVALID_ARGUMENT for a configuration out of range, a
// count that is not a finite number above 0, or a warm start of the wrong
// length; FAILED_PRECONDITION when the matrix is empty, has fewer rows or
// columns than factors, or the factors grew out of all bounds; otherwise what
// the checkpoint returned.
absl::StatusOr<AlsModel> TrainAls(InteractionMatrix counts,
                                  const v1::AlsConfig& config,
                                  const AlsOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ALS_ALS_TRAINER_H_
