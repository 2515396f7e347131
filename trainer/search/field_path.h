// Sets a field of a training configuration by its path and a text, as a search
// does.
//
//   C2V_RETURN_IF_ERROR(SetField("models.items.item2vec.learning_rate", "0.05",
//                                &config));
//
// A path is names joined by dots. An entry of a repeated message is named by
// its number from 0, or by its `name` field. Values are what text format writes
// for the field: numbers, true and false, names of enum values, plain text of
// strings. Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_SEARCH_FIELD_PATH_H_
#define CUSTOMER2VEC_TRAINER_SEARCH_FIELD_PATH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// INVALID_ARGUMENT, beginning with the path, when it leads to no single field
// or the value is none of the field's.
absl::Status SetField(absl::string_view path, const std::string& value,
                      v1::TrainingConfig* config);

// Whether the field holds whole numbers. Errors of the path as above.
absl::StatusOr<bool> IsWholeNumber(absl::string_view path,
                                   const v1::TrainingConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_FIELD_PATH_H_
