// Everything that was learned from one corpus, bound into servables in memory.
//
//   C2V_ASSIGN_OR_RETURN(std::vector<SpaceModel> models,
//                        TrainSpaces(cut.training, config, options));
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<const FittedModels> fitted,
//       FittedModels::Create(cut.training, config, models,
//       ServingParameters()));
//   fitted->RankCustomer("repeat_discovery", customer, 10, &top);
//
// These are the servables of core, so what is measured here is what will be
// served; only the indexes are exact. Items are the rows [0,
// vocabulary_size()), those with a vector in the largest space: the protocol
// ranks nothing else.
//
// Immutable after Create(); safe for concurrent use.

#ifndef CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_
#define CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/servable.h"
#include "core/tables/tables_arrays.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/item2vec/item2vec_trainer.h"

namespace customer2vec {

// What serving needs beside the vectors. The defaults stand where there is
// nothing to choose them on.
struct ServingParameters {
  double decay = 0.95;            // of personal frequency
  double prior_weight = 0.75;     // of log popularity in every space's `next`
  double popularity_weight = 1;   // in repeat_discovery
  double discovery_weight = 0.3;  // in repeat_discovery
};

// A trained space under its name.
struct SpaceModel {
  std::string name;
  Item2VecModel vectors;
};

// Reports of a training run: "items: epoch 3 of 10 ...". May be empty.
using ProgressLine = std::function<void(absl::string_view line)>;

// Trains every item2vec of `config` on `corpus`.
absl::StatusOr<std::vector<SpaceModel>> TrainSpaces(
    const Corpus& corpus, const v1::TrainingConfig& config,
    const ProgressLine& progress);

class FittedModels {
 public:
  // Views `models`, which outlives it. `base`, when not null, was made of the
  // same corpus, configuration and models: what its parameters have in common
  // with `parameters` is shared instead of computed again.
  // REQUIRES: `models` is not empty.
  static absl::StatusOr<std::unique_ptr<const FittedModels>> Create(
      const Corpus& corpus, const v1::TrainingConfig& config,
      const std::vector<SpaceModel>& models,
      const ServingParameters& parameters, const FittedModels* base = nullptr);

  size_t vocabulary_size() const { return aggregates_->tables.items.size(); }

  // Names of everything that ranks customers: the scorers, then the spaces.
  const std::vector<std::string>& names() const { return names_; }

  // The best k of the vocabulary for a customer, by the servable called `name`,
  // with what was taken before among them. REQUIRES: `name` is one of names().
  void RankCustomer(absl::string_view name, uint32_t customer, size_t k,
                    std::vector<ScoredItem>* top) const;

  // The best k for a session, without its own items. A space ranks by
  // `scoring`.
  void RankSession(absl::string_view name, Scoring scoring,
                   std::span<const uint32_t> session, size_t k,
                   std::vector<ScoredItem>* top) const;

 private:
  // What depends on the decay alone.
  struct Aggregates {
    TablesArrays arrays;
    Tables tables;
    std::vector<std::vector<float>> customer_vectors;  // by space
  };
  using Spaces = std::vector<std::unique_ptr<const Space>>;

  static absl::StatusOr<std::shared_ptr<const Aggregates>> Aggregate(
      const Corpus& corpus, const std::vector<SpaceModel>& models,
      double decay);
  absl::StatusOr<std::shared_ptr<const Spaces>> MakeSpaces(
      const std::vector<SpaceModel>& models) const;
  void AddScorers(const v1::TrainingConfig& config);

  explicit FittedModels(const ServingParameters& parameters)
      : parameters_(parameters) {}

  const Space* FindSpace(absl::string_view name) const;
  const Scorer* FindScorer(absl::string_view name) const;

  const ServingParameters parameters_;
  std::shared_ptr<const Aggregates> aggregates_;
  std::shared_ptr<const Spaces> spaces_;
  std::vector<std::unique_ptr<const Scorer>> scorers_;
  std::vector<std::string> names_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_
