// Settings of item2vec: defaults and ranges.
//
//   v1::Item2VecConfig config = ...;
//   FillItem2VecDefaults(&config);
//   C2V_RETURN_IF_ERROR(CheckItem2VecConfig(config, "models[0].item2vec"));

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// Writes the documented default into every field that is not set.
void FillItem2VecDefaults(v1::Item2VecConfig* config);

// INVALID_ARGUMENT with the path of the field, its value and its range, for the
// first field out of range. `path` is the path of `config` itself. Fields not
// set are fine.
absl::Status CheckItem2VecConfig(const v1::Item2VecConfig& config,
                                 absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM2VEC_ITEM2VEC_CONFIG_H_
