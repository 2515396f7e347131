// customer2vec: a vector of each customer from the text of their baskets
// (doc2vec, Le and Mikolov 2014).
//
//   v1::Customer2VecConfig config;       // every field not set has its default
//   config.set_model(v1::DOCUMENT_MODEL_JOINT);
//   C2V_ASSIGN_OR_RETURN(
//       Customer2VecModel model,
//       LearnCustomer2Vec(corpus, catalogue, config,
//                         {.seed = 1, .threads = 2},
//                         "models[0].customer2vec"));
//   model.customers[row * model.dimension];
//
// A joint model is two runs, PV-DBOW and PV-DM, each with half of the columns.
// Items of a PV-DBOW run without `train_words` have no input vectors of their
// own: there they are their output vectors, which lie near each other for items
// that the same customers take.
//
// Reproducible with one thread, as text_trainer.h says; with a checkpoint, each
// of the two runs is a part of its own.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/catalogue/catalogue.h"
#include "core/servables/document_encoder.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/earlier_model.h"
#include "trainer/models/sgns/text_trainer.h"

namespace customer2vec {

// Row-major vectors, and what folds in a customer who is not among them.
struct Customer2VecModel {
  size_t dimension = 0;
  std::vector<float> input;      // by item
  std::vector<float> output;     // by item
  std::vector<float> customers;  // by customer; 0 for one without known items

  DocumentEncoderSettings encoder_settings;
  std::vector<float> keep;  // by item, then extra token
  std::vector<uint32_t> negatives;
  std::vector<float> extra_input;
  std::vector<float> extra_output;
  std::vector<uint64_t> extra_offsets;
  std::vector<uint32_t> extra_tokens;

  // The encoder over these arrays, which outlive it.
  absl::StatusOr<DocumentEncoder> Encoder() const;
};

// INVALID_ARGUMENT, beginning with `path`, for a configuration out of range or
// attributes that the catalogue has not; FAILED_PRECONDITION when there are no
// customers or too few items, or training diverged; otherwise what the
// checkpoint returned.
//
// Goes on from `earlier` where it is not null: items, attribute values and
// customers start from their vectors there, and passes and rates are as
// `earlier` says. Customers are folded in as the configuration says.
absl::StatusOr<Customer2VecModel> LearnCustomer2Vec(
    const Corpus& corpus, const Catalogue& catalogue,
    const v1::Customer2VecConfig& config, const TextOptions& options,
    absl::string_view path, const EarlierModel* earlier = nullptr);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_TRAINER_H_
