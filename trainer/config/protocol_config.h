// What `c2v-train evaluate` is asked to do: the protocol of a configuration,
// chosen by name, completed and checked.
//
//   C2V_RETURN_IF_ERROR(SelectProtocol("next_basket",
//                                      config.mutable_evaluation()));
//   FillProtocolDefaults(config.mutable_evaluation());
//   C2V_RETURN_IF_ERROR(CheckProtocol(config.evaluation()));
//   ProtocolName(config.evaluation().protocol());  // "next_basket"
//
// Pure functions: no file is touched.

#ifndef CUSTOMER2VEC_TRAINER_CONFIG_PROTOCOL_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_CONFIG_PROTOCOL_CONFIG_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// The protocol's field in EvaluationProtocol; "last_basket" where none is set.
std::string ProtocolName(const v1::EvaluationProtocol& protocol);

// Makes the protocol called `name` the one of the configuration. One that is
// configured under that name already stays as it is. INVALID_ARGUMENT, with the
// names there are, for another name.
absl::Status SelectProtocol(absl::string_view name,
                            v1::EvaluationConfig* evaluation);

// Writes the defaults of evaluation into `evaluation`: those of its protocol,
// the number of runs, what is cold.
void FillProtocolDefaults(v1::EvaluationConfig* evaluation);

// INVALID_ARGUMENT with the field's path and the remedy. What is not set is
// fine where there is a default.
absl::Status CheckProtocol(const v1::EvaluationConfig& evaluation);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CONFIG_PROTOCOL_CONFIG_H_
