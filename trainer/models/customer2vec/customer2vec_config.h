// Defaults and checks of Customer2VecConfig, and what it means to the trainer.
//
//   C2V_RETURN_IF_ERROR(CheckCustomer2VecConfig(config,
//   "models[2].customer2vec")); FillCustomer2VecDefaults(&config); const
//   LearningRate rate = LearningRateOf(config);

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_CONFIG_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/text_models.pb.h"
#include "trainer/models/sgns/learning_rate.h"

namespace customer2vec {

// Writes the default of every field that is not set.
void FillCustomer2VecDefaults(v1::Customer2VecConfig* config);

// INVALID_ARGUMENT with field, value and range for the first one out of range;
// unset fields are right. `path` is that of the configuration.
absl::Status CheckCustomer2VecConfig(const v1::Customer2VecConfig& config,
                                     absl::string_view path);

// REQUIRES: defaults are filled in.
LearningRate LearningRateOf(const v1::Customer2VecConfig& config);

// The rate of each pass of a fold-in: the run's own, as it falls over its
// epochs. REQUIRES: defaults are filled in.
std::vector<float> FoldInRates(const v1::Customer2VecConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER2VEC_CUSTOMER2VEC_CONFIG_H_
