// Settings of node2vec: defaults and ranges.
//
//   v1::Node2VecConfig config = ...;
//   C2V_RETURN_IF_ERROR(CheckNode2VecConfig(config, "models[0].node2vec"));
//   FillNode2VecDefaults(&config);

#ifndef CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_CONFIG_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/graph_models.pb.h"

namespace customer2vec {

// Writes the documented default into every field that is not set;
// `popularity_weight` stays unset, it is chosen later.
void FillNode2VecDefaults(v1::Node2VecConfig* config);

// INVALID_ARGUMENT with the path of the field, its value and its range, for the
// first field out of range. `path` is the path of `config` itself. Fields not
// set are fine.
absl::Status CheckNode2VecConfig(const v1::Node2VecConfig& config,
                                 absl::string_view path);

// Negatives that neighbouring nodes of a walk share (SgnsSettings): 40, or as
// many as a node asks for in the mean where that is less. Walks have wide
// windows, so that the ten of shopping sentences stand for too many; they cost
// a tenth of macro-F1 on BlogCatalog (docs/benchmarks.md, "node2vec").
// REQUIRES: `config` has its defaults.
uint32_t SharedNegativesOf(const v1::Node2VecConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_CONFIG_H_
