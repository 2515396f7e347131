// What models of vectors share: how vectors become a space to publish, how
// their training tells where it is, and the one parameter that every such space
// leaves to be chosen.
//
//   return PublishEmbeddings(config.name(),
//                            {.dimension = 200, .input = std::move(input),
//                             .output = std::move(output),
//                             .customers = RollUpCustomers(...)},
//                            PopularityWeightOf(config.item2vec()));
//
// and in the family's table
//
//   .tunables = PopularityWeightTunables<&v1::ModelConfig::item2vec,
//                                        &v1::ModelConfig::mutable_item2vec>,
//
// Indexes are left exact: a run builds graphs when it writes the snapshot.
// Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/models/model_family.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

// Row-major vectors that own their numbers; see EmbeddingArrays.
struct Embeddings {
  size_t dimension = 0;
  std::vector<float> input;      // of item rows [0, n)
  std::vector<float> output;     // of the same
  std::vector<float> customers;  // of all customer rows, or empty
};

// Weight of log popularity in `next` where nothing was there to choose it on.
inline constexpr double kDefaultPopularityWeight = 0.75;

// INVALID_ARGUMENT, naming `path`.popularity_weight, outside of [0, 100].
absl::Status CheckPopularityWeight(double weight, absl::string_view path);

// The space's entry and files. INVALID_ARGUMENT for a name that is none.
absl::StatusOr<LearnedModel> PublishEmbeddings(absl::string_view name,
                                               Embeddings embeddings,
                                               double popularity_weight);

// EmbeddingSpaceSpec.popularity_weight, chosen for sessions. `record` writes
// the value into the model's configuration.
TunableParameter PopularityWeightTunable(
    std::function<void(double value, v1::ModelConfig* config)> record);

// The weight that a family's message asks for, or the default.
template <typename FamilyConfig>
double PopularityWeightOf(const FamilyConfig& config) {
  return config.has_popularity_weight() ? config.popularity_weight()
                                        : kDefaultPopularityWeight;
}

// ModelFamily.tunables of a family with that one parameter: chosen unless the
// configuration sets it. `kPart` and `kMutablePart` are the accessors of the
// family's message in ModelConfig.
template <auto kPart, auto kMutablePart>
std::vector<TunableParameter> PopularityWeightTunables(
    const v1::ModelConfig& config) {
  if ((config.*kPart)().has_popularity_weight()) return {};
  return {PopularityWeightTunable([](double value, v1::ModelConfig* config) {
    (config->*kMutablePart)()->set_popularity_weight(value);
  })};
}

// Hands a line a report to `context.progress`: model, epoch, speed in thousands
// of `unit` a second, loss, time left. Empty where nobody listens. `context`
// must outlive it.
ProgressCallback ReportTraining(const std::string& name,
                                const ModelContext& context,
                                absl::string_view unit = "tokens");

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_
