// The model families that the training worker knows: one row each.
//
//   C2V_ASSIGN_OR_RETURN(const ModelFamily* family,
//                        FindModelFamily(config.models(0)));
//   family->fill_defaults(config.mutable_models(0));
//
// Also what concerns a configuration's models together: their defaults, checks
// and order. Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_MODEL_REGISTRY_H_
#define CUSTOMER2VEC_TRAINER_MODELS_MODEL_REGISTRY_H_

#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

// All families, in the order of their numbers in the configuration.
std::span<const ModelFamily* const> ModelFamilies();

// The family of a model. INVALID_ARGUMENT for one that none of them is.
absl::StatusOr<const ModelFamily*> FindModelFamily(
    const v1::ModelConfig& config);

// Writes the defaults of every model: its own, and the first space of the
// configuration where a model needs one and names none. Where there is a space,
// a repeat_discovery is added if there is none.
void FillModelDefaults(v1::TrainingConfig* config);

// INVALID_ARGUMENT, with the field's path, for a model that its family refuses,
// that depends on a model that is not there, or on itself.
absl::Status CheckModels(const v1::TrainingConfig& config);

// Indexes into config.models(), each after those it depends on, those that
// depend on none first, else in the order of the configuration. REQUIRES:
// CheckModels() is OK.
std::vector<int> LearningOrder(const v1::TrainingConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_MODEL_REGISTRY_H_
