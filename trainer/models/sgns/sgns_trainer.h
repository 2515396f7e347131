// Skip-gram with negative sampling over sentences of tokens (Mikolov et al.
// 2013, "Distributed Representations of Words and Phrases and their
// Compositionality").
//
//   const SgnsSettings settings{.dimension = 128, .window_size = 5};
//   C2V_ASSIGN_OR_RETURN(
//       SgnsModel model,
//       TrainSgns(sentences, counts, settings, {.seed = 1, .threads = 2}));
//   model.input[7 * model.dimension];  // first number of token 7
//
// Two vectors a token: near input vectors are tokens in the same company,
// output . input is high for tokens that go together.
//
// A run may start from vectors learned before and keep those near where they
// are (matrix_start.h), and be interrupted:
//
//   TrainSgns(sentences, counts, settings,
//             {.start = {.input = {old.input, in_old, 0.1f},
//                        .output = {old.output, in_old, 0.1f}},
//              .checkpoint = &checkpoint});
//
// With a checkpoint the vectors and the place in the epoch are saved when it is
// due, between pieces of 64 sentences; the next run begins where the last one
// saved. With one thread it ends with the same bytes as if nothing had
// happened.
//
// Reproducible: with one thread the same sentences, settings and seed give the
// same bytes on the same instruction set. With more threads updates race on
// purpose (Hogwild, Recht et al. 2011): what is tolerated is said in
// sgns_kernel.h, and results differ slightly from run to run. Not so with
// settings.deterministic: threads step on copies of the rows, and what they
// moved is put together in a fixed order (training_epochs.h), so that the
// number of threads changes nothing.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/matrix_start.h"
#include "trainer/models/sgns/sentences.h"
#include "trainer/models/sgns/sgns_settings.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

// Where the vectors start; by default as in word2vec: input vectors at random,
// output vectors at 0.
struct SgnsStart {
  MatrixStart input = {};
  MatrixStart output = {};
};

struct SgnsOptions {
  uint64_t seed = 1;
  // 0 means as many as the machine has.
  int threads = 0;
  // Called about once in `progress_interval_seconds` and at the end of each
  // epoch, by one training thread at a time. May be empty.
  ProgressCallback progress = nullptr;
  double progress_interval_seconds = 1;
  SgnsStart start = {};
  // Where to save and to begin; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

struct SgnsModel {
  size_t rows = 0;
  size_t dimension = 0;
  std::vector<float> input;   // rows * dimension
  std::vector<float> output;  // rows * dimension; with hierarchical softmax of
                              // the tree's inner nodes, the last row unused
};

// Trains on the sentences with the vocabulary [0, counts.size()); tokens beyond
// it are left out. counts[row] is how often the row occurs, by which negatives
// and subsampling go; a row of count 0 keeps its start.
//
// INVALID_ARGUMENT for settings, offsets or a start that do not fit;
// FAILED_PRECONDITION for fewer than two rows with a count, or when vectors
// grew out of all bounds because the learning rate is too high for the data;
// otherwise what the checkpoint returned.
absl::StatusOr<SgnsModel> TrainSgns(const Sentences& sentences,
                                    std::span<const uint32_t> counts,
                                    const SgnsSettings& settings,
                                    const SgnsOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_TRAINER_H_
