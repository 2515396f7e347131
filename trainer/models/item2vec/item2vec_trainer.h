// item2vec: skip-gram with negative sampling where a basket is a sentence
// (Barkan and Koenigstein 2016, "Item2Vec"; Mikolov et al. 2013).
//
//   v1::Item2VecConfig config;           // every field not set has its default
//   config.set_window(v1::WINDOW_WHOLE_BASKET);
//   C2V_ASSIGN_OR_RETURN(
//       Item2VecModel model,
//       TrainItem2Vec(corpus, config, {.seed = 1, .threads = 2,
//                                      .progress = [](const auto& progress) {
//                                        Show(progress.tokens_per_second);
//                                      }}));
//   model.input[7 * model.dimension];    // first number of row 7
//
// Two vectors an item: near input vectors are items taken in the same company
// (substitutes), output . input is high for items taken together (what
// follows).
//
// Reproducible: with one thread the same corpus, configuration and seed give
// the same bytes on the same instruction set. With more threads updates race on
// purpose (Hogwild, Recht et al. 2011): what is tolerated is said in
// sgns_kernel.h, and results differ slightly from run to run.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/sgns/sgns_settings.h"
#include "trainer/models/sgns/sgns_trainer.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

struct Item2VecOptions {
  uint64_t seed = 1;
  // 0 means as many as the machine has.
  int threads = 0;
  // Called about once in `progress_interval_seconds` and at the end of each
  // epoch, by one training thread at a time. May be empty.
  ProgressCallback progress;
  double progress_interval_seconds = 1;
  // Vectors to start from, of the rows that the model will have.
  SgnsStart start = {};
  // Where to save and to resume; may be null.
  LearningCheckpoint* checkpoint = nullptr;
};

// Vectors of the item rows [0, item_count).
struct Item2VecModel {
  size_t item_count = 0;
  size_t dimension = 0;
  std::vector<float> input;   // item_count * dimension
  std::vector<float> output;  // item_count * dimension
};

// INVALID_ARGUMENT for a configuration out of range; FAILED_PRECONDITION when
// fewer than two items have min_count baskets, or when vectors grew out of all
// bounds because the learning rate is too high for the data; otherwise what
// the checkpoint returned.
// REQUIRES: corpus.basket_counts() descend.
absl::StatusOr<Item2VecModel> TrainItem2Vec(const Corpus& corpus,
                                            const v1::Item2VecConfig& config,
                                            const Item2VecOptions& options);

// What the configuration, its defaults filled in, asks of TrainSgns().
SgnsSettings ToSgnsSettings(const v1::Item2VecConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_TRAINER_H_
