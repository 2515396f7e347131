// Defaults and ranges of BprConfig (proto/customer2vec/v1/factor_models.proto).
//
//   C2V_RETURN_IF_ERROR(CheckBprConfig(config, "models[3].bpr"));
//   FillBprDefaults(&config);

#ifndef CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/factor_models.pb.h"

namespace customer2vec {

// Puts the documented default into every field that is not set.
void FillBprDefaults(v1::BprConfig* config);

// INVALID_ARGUMENT, naming the field as `path`.field, for a value out of range.
// Fields that are not set are in range.
absl::Status CheckBprConfig(const v1::BprConfig& config,
                            absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_BPR_BPR_CONFIG_H_
