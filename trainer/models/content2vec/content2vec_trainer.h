// content2vec: vectors of items and of attribute values in one space, learned
// by skip-gram with negative sampling over baskets whose products are written
// as tokens (step 3 of the article; Vasile et al. 2016, "Meta-Prod2Vec").
//
//   C2V_ASSIGN_OR_RETURN(
//       Content2VecModel model,
//       TrainContent2Vec(corpus, catalogue, config, {.seed = 1}));
//   ItemVectors items = RollUpItems(model);
//   // items.input[7 * items.dimension]: first number of item row 7, also where
//   // nobody took the item; zeros where nothing is known of it
//
// Reproducible as TrainSgns() is (sgns_trainer.h).

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/servables/servable.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/content2vec/content_tokens.h"
#include "trainer/models/content2vec/dense_vectors.h"
#include "trainer/models/earlier_model.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

struct Content2VecOptions {
  uint64_t seed = 1;
  int threads = 0;  // 0: as many as the machine has
  // Where relative paths of dense vectors start; empty: the working directory.
  std::string data_root = {};
  ProgressCallback progress = nullptr;
  // Where the training saves and resumes; may be null.
  LearningCheckpoint* checkpoint = nullptr;
  // A model of the same dimension whose vectors to start from, and to keep near
  // (earlier_content.h); null: from nothing. Passes and rates are those of the
  // configuration all the same.
  const EarlierModel* earlier = nullptr;
};

// Vectors from elsewhere with their weights.
struct WeightedDense {
  DenseBlock block;
  double input_weight = 1;
  double output_weight = 0;
};

struct Content2VecModel {
  ContentTokens tokens;
  size_t dimension = 0;       // of tokens
  std::vector<float> input;   // tokens.size() * dimension
  std::vector<float> output;  // tokens.size() * dimension
  std::vector<WeightedDense> dense;
};

// Errors of CheckContent2VecConfig(), BuildContentTokens(), ReadDenseVectors()
// and TrainSgns(); INVALID_ARGUMENT when the dimensions add up to more than a
// space may have.
absl::StatusOr<Content2VecModel> TrainContent2Vec(
    const Corpus& corpus, const Catalogue& catalogue,
    const v1::Content2VecConfig& config, const Content2VecOptions& options);

// By item row.
struct ItemVectors {
  size_t dimension = 0;
  std::vector<float> input;   // item_count * dimension
  std::vector<float> output;  // item_count * dimension
};

// Vectors of all items: the roll-up of tokens by the formula of
// core/servables/attribute_vectors.h, the item's own token included, and after
// it each dense block, in order. A block's rows are brought to the configured
// weight times the mean length of the roll-ups that are not zero.
ItemVectors RollUpItems(const Content2VecModel& model);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONTENT2VEC_CONTENT2VEC_TRAINER_H_
