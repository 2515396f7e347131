// Settings of log2vec: defaults and ranges.
//
//   v1::Log2VecConfig config = ...;
//   FillLog2VecDefaults(&config);
//   C2V_RETURN_IF_ERROR(CheckLog2VecConfig(config, "models[0].log2vec"));

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"

namespace customer2vec {

// Writes the documented default into every field that is not set.
void FillLog2VecDefaults(v1::Log2VecConfig* config);

// INVALID_ARGUMENT with the path of the field, its value and its range, for the
// first field out of range. `path` is the path of `config` itself. Fields not
// set are fine.
absl::Status CheckLog2VecConfig(const v1::Log2VecConfig& config,
                                absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_LOG2VEC_CONFIG_H_
