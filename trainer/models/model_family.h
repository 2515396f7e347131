// What every model of the training worker is: a family of functions that turn a
// configuration and a shop's data into something to publish.
//
//   absl::StatusOr<LearnedModel> LearnAls(const v1::ModelConfig& config,
//                                         const ModelContext& context) {
//     C2V_ASSIGN_OR_RETURN(Factors factors, Factorize(context.corpus, ...));
//     LearnedModel model;
//     model.entry.set_name(config.name());
//     model.entry.set_kind(v1::SERVABLE_KIND_SPACE);
//     ... fill entry.spec, model.files.Adopt(path, std::move(array)) ...
//     return model;
//   }
//
// What is learned is a manifest entry with its files, as it will lie in a
// snapshot. The run loads it through core's servable factory, from memory, so
// that what is tuned and measured is what will be served.
//
// Families are tables of functions without state; learning is deterministic
// with one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_MODEL_FAMILY_H_
#define CUSTOMER2VEC_TRAINER_MODELS_MODEL_FAMILY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/memory_files.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/side_tables.h"
#include "trainer/models/earlier_model.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

// Reports of a training run: "items: epoch 3 of 10 ...". May be empty.
using ProgressLine = std::function<void(absl::string_view line)>;

// What a model publishes.
struct LearnedModel {
  v1::ServableEntry entry;
  MemoryFiles files;
};

// What a model may learn from. Views; all outlive the call.
struct ModelContext {
  const Corpus& corpus;
  // Of the corpus: ids, catalogue, basket counts, histories.
  const Tables& tables;
  // What else was read, by id: customers' attributes, outcomes, edges, logs.
  const SideTables& side;
  // What was learned before: every model that this one depends on.
  const ServableSet& earlier;
  // The entries of the same.
  const v1::SnapshotManifest& manifest;
  uint64_t seed;
  size_t threads;  // at least 1
  const ProgressLine& progress;
  // Where to start, for a family that goes on and a model that an earlier
  // snapshot has; null: from nothing.
  const EarlierModel* earlier_model = nullptr;
  // Where to save and to resume; null: nowhere.
  LearningCheckpoint* checkpoint = nullptr;
};

// What a parameter is chosen by, on the validation cut.
enum class TuningMetric {
  kCustomerRecall10,  // recall@10 of what each customer buys next
  kSessionHitRate20,  // hit rate@20 of an item hidden from each basket
};

// A parameter of serving: chosen on validation data without learning again.
struct TunableParameter {
  std::string name;          // for people: "popularity_weight"
  std::vector<double> grid;  // ties go to the first
  TuningMetric metric;
  // Writes a value into the configuration, so that it is recorded and the next
  // learning uses it, and into what was learned already.
  std::function<void(double value, v1::ModelConfig* config,
                     v1::ServableEntry* entry)>
      set;
};

struct ModelFamily {
  v1::ModelConfig::ModelCase kind;
  const char* name;  // "item2vec", as the configuration's field
  v1::ServableKind publishes;

  // Writes the default of every field that is not set.
  void (*fill_defaults)(v1::ModelConfig* config);
  // INVALID_ARGUMENT, beginning with the path of the field at fault; `field` is
  // that of the model: "models[3].als".
  absl::Status (*check)(const v1::ModelConfig& config,
                        const std::string& field);
  // Names of the models it is made of.
  std::vector<std::string> (*dependencies)(const v1::ModelConfig& config);
  absl::StatusOr<LearnedModel> (*learn)(const v1::ModelConfig& config,
                                        const ModelContext& context);
  // What is still to be chosen, in this order; nothing the configuration sets.
  std::vector<TunableParameter> (*tunables)(const v1::ModelConfig& config);
  // Paths of the files that the model reads by itself, as the configuration has
  // them; relative ones start at ModelContext.side.data_root. What they hold
  // becomes part of the data's fingerprint (load_data.h). Null: none.
  std::vector<std::string> (*files)(const v1::ModelConfig& config) = nullptr;
  // For families whose models can go on from an earlier snapshot's vectors
  // (ModelContext.earlier_model): whether `now` can from what `earlier`
  // learned. FAILED_PRECONDITION, with the field and both values, where not.
  // Null: models are learned anew each time, which is quick or the only way.
  absl::Status (*goes_on)(const v1::ModelConfig& earlier,
                          const v1::ModelConfig& now) = nullptr;
  // Where that takes long all the same: why, for people, as the end of "models
  // of this family never go on, as ...". May be null.
  const char* why_anew = nullptr;
};

// For goes_on: "als.factors is 64 there and 32 here".
inline absl::Status SameThere(absl::string_view field, int64_t there,
                              int64_t here) {
  if (there == here) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(field, " is ", there, " there and ", here, " here"));
}

// For families without any.
inline void NoDefaults(v1::ModelConfig* /*config*/) {}
inline std::vector<std::string> NoDependencies(
    const v1::ModelConfig& /*config*/) {
  return {};
}
inline std::vector<TunableParameter> NoTunables(
    const v1::ModelConfig& /*config*/) {
  return {};
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_MODEL_FAMILY_H_
