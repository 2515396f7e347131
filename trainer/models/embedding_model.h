// What models of vectors share: how vectors become a space to publish, and the
// one parameter that every such space leaves to be chosen.
//
//   return PublishEmbeddings(config.name(),
//                            {.dimension = 200, .input = std::move(input),
//                             .output = std::move(output),
//                             .customers = RollUpCustomers(...)},
//                            /*popularity_weight=*/0.75);
//
// Indexes are left exact: a run builds graphs when it writes the snapshot.
// Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/models/model_family.h"

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

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_EMBEDDING_MODEL_H_
