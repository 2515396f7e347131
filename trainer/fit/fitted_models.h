// Everything that was learned from one corpus, bound into servables in memory.
//
//   C2V_ASSIGN_OR_RETURN(auto fitted,
//                        FittedModels::Create({cut.training, catalogue, side},
//                                             config, decay, progress));
//   for (int i : LearningOrder(config)) {
//     C2V_RETURN_IF_ERROR(fitted->Learn(config.models(i)));
//   }
//   fitted->RankCustomer("repeat_discovery", customer, 10, &top);
//
// These are the servables of core, loaded by core's factory, so what is
// measured here is what will be served; only the indexes are exact.
//
// Only items in at least evaluation.min_count baskets, rows [0,
// vocabulary_size()), are ranked: what a protocol asks for.
//
// Not thread-safe while models are learned; safe for concurrent ranking after.

#ifndef CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_
#define CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/memory_files.h"
#include "core/tables/tables_arrays.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/catalogue_table.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/side_tables.h"
#include "trainer/fit/checkpoint.h"
#include "trainer/fit/warm_start.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

// What is learned from. Views; all outlive what is made of them. The catalogue
// is in the corpus's order of items.
struct ShopData {
  const Corpus& corpus;
  const CatalogueTable& catalogue;
  const SideTables& side;
};

// Where models start and where they are saved. By default from nothing, and
// nowhere.
struct LearningAids {
  const WarmStart* warm_start = nullptr;  // outlives the models
  StageCheckpoint checkpoint = {};
};

class FittedModels {
 public:
  // No models yet. `decay` is that of personal frequency, in (0, 1].
  static absl::StatusOr<std::unique_ptr<FittedModels>> Create(
      const ShopData& data, const v1::TrainingConfig& config, double decay,
      const ProgressLine& progress, const LearningAids& aids = {});

  FittedModels(const FittedModels&) = delete;
  FittedModels& operator=(const FittedModels&) = delete;

  // Learns a model, or takes what the checkpoint has of it, and loads it. What
  // it depends on was learned before. Errors are those of the family, with the
  // model's name, and of the checkpoint.
  absl::Status Learn(const v1::ModelConfig& model);

  // Loads what something else learned from the same data, as if Learn() had: a
  // peer's vectors, to be measured beside ours. Rows are those of tables().
  absl::Status Take(LearnedModel learned);

  // Gives the model learned last another entry over the same files.
  absl::Status Replace(const v1::ServableEntry& entry);

  const TablesArrays& arrays() const { return arrays_; }
  const Tables& tables() const { return tables_; }
  const ServableSet& servables() const { return servables_; }
  // Entries of the servables, in the order of learning.
  const v1::SnapshotManifest& manifest() const { return manifest_; }
  // The files of a servable. REQUIRES: it was learned.
  const MemoryFiles& files(const std::string& name) const {
    return *files_.at(name);
  }

  size_t vocabulary_size() const { return vocabulary_size_; }

  // Names of what ranks items: spaces and scorers, in the order of learning.
  std::vector<std::string> RankingNames() const;

  // The best k of the vocabulary for a customer, by the servable called `name`,
  // with what was taken before among them. REQUIRES: `name` is one of
  // RankingNames().
  void RankCustomer(absl::string_view name, uint32_t customer, size_t k,
                    std::vector<ScoredItem>* top) const;

  // The best k of the vocabulary for what a case shows: by the events, or by
  // the customer's history where there are none; without the events' items if
  // `exclude_events`.
  void RankCase(absl::string_view name, const ScorerQuery& query,
                bool exclude_events, size_t k,
                std::vector<ScoredItem>* top) const;

  // The best k for a session, without its own items. A space ranks by
  // `scoring`.
  void RankSession(absl::string_view name, Scoring scoring,
                   std::span<const uint32_t> session, size_t k,
                   std::vector<ScoredItem>* top) const;

 private:
  FittedModels(const ShopData& data, const v1::TrainingConfig& config,
               const ProgressLine& progress, const LearningAids& aids);

  absl::StatusOr<LearnedModel> LearnAnew(const v1::ModelConfig& model) const;
  absl::Status Load(const v1::ServableEntry& entry);

  const ShopData data_;
  const uint64_t seed_;
  const size_t threads_;
  const ProgressLine& progress_;
  const LearningAids aids_;
  size_t vocabulary_size_ = 0;
  TablesArrays arrays_;
  Tables tables_;
  v1::SnapshotManifest manifest_;
  std::map<std::string, std::unique_ptr<MemoryFiles>> files_;
  ServableSet servables_;
};

// Learns every model of `config`, in learning order. REQUIRES: CheckModels() is
// OK, and personal frequency has a decay.
absl::StatusOr<std::unique_ptr<FittedModels>> LearnAll(
    const ShopData& data, const v1::TrainingConfig& config,
    const ProgressLine& progress, const LearningAids& aids = {});

// The decay of the configuration's personal frequency; 0 where it is to be
// chosen.
double DecayOf(const v1::TrainingConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_FITTED_MODELS_H_
