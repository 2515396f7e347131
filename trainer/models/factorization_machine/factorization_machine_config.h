// Defaults and ranges of FactorizationMachineConfig
// (proto/customer2vec/v1/factor_models.proto).
//
//   C2V_RETURN_IF_ERROR(
//       CheckFactorizationMachineConfig(config,
//       "models[3].factorization_machine"));
//   FillFactorizationMachineDefaults(&config);

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/factor_models.pb.h"

namespace customer2vec {

// Puts the documented default into every field that is not set. Attributes stay
// as they are: their defaults depend on the data.
void FillFactorizationMachineDefaults(v1::FactorizationMachineConfig* config);

// INVALID_ARGUMENT, naming the field as `path`.field, for a value out of range.
// Fields that are not set are in range.
absl::Status CheckFactorizationMachineConfig(
    const v1::FactorizationMachineConfig& config, absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_MACHINE_CONFIG_H_
