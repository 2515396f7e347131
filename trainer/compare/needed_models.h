// Which models of a configuration a comparison needs.
//
//   C2V_RETURN_IF_ERROR(CheckModelNames(config, {"blend"}));
//   const v1::TrainingConfig part = WithNeededModels(config, {"blend"});
//   // part.models(): blend, what it is made of, and personal_frequency
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_NEEDED_MODELS_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_NEEDED_MODELS_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// INVALID_ARGUMENT, with the names there are, for a name that no model has.
absl::Status CheckModelNames(const v1::TrainingConfig& config,
                             std::span<const std::string> names);

// The configuration with the models called `names`, those that they depend on,
// and personal frequency, whose decay the tables that all share are made with.
// REQUIRES: CheckModels(config) and CheckModelNames(config, names) are OK.
v1::TrainingConfig WithNeededModels(const v1::TrainingConfig& config,
                                    std::span<const std::string> names);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_NEEDED_MODELS_H_
