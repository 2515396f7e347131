// Reads a training configuration and makes it complete.
//
//   C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
//                        ReadTrainingConfig("examples/complete_journey.textproto"));
//   FillDefaults(&config);
//   C2V_RETURN_IF_ERROR(CheckTrainingConfig(config));
//
// A configuration is a protobuf text file (customer2vec.v1.TrainingConfig).
// Errors name file, line and column for what does not parse, and the field's
// path with the range that is allowed for what does not make sense.

#ifndef CUSTOMER2VEC_TRAINER_CONFIG_TRAINING_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_CONFIG_TRAINING_CONFIG_H_

#include <google/protobuf/message.h>

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// Parses text format into `message`; `name` stands for the text in errors:
// "shop.textproto:3:5: ...".
absl::Status ParseTextMessage(absl::string_view text, absl::string_view name,
                              google::protobuf::Message* message);

// The same for a message of a type.
template <typename Message>
absl::StatusOr<Message> ParseTextConfig(absl::string_view text,
                                        absl::string_view name) {
  Message message;
  const absl::Status status = ParseTextMessage(text, name, &message);
  if (!status.ok()) return status;
  return message;
}

absl::StatusOr<v1::TrainingConfig> ParseTrainingConfig(absl::string_view text,
                                                       absl::string_view name);

// Reads and parses a file of at most 1 MiB.
absl::StatusOr<v1::TrainingConfig> ReadTrainingConfig(absl::string_view path);

// Writes the defaults of everything that this module owns into `config`: the
// models that are always there (popularity of all baskets alike, whatever
// variants of it are named, and personal_frequency), one item2vec called
// "items" if no model is named, evaluation and index settings. Where such a
// name is taken, "_2" or a higher number follows it. Models' own defaults are
// their families' (trainer/models/model_registry.h).
void FillDefaults(v1::TrainingConfig* config);

// INVALID_ARGUMENT with the field's path when a value is out of range, a name
// is malformed, stands twice or names nothing. Data sources and models' own
// fields are checked by the modules that use them.
absl::Status CheckTrainingConfig(const v1::TrainingConfig& config);

// Threads to train with: what the configuration says, or all of the machine.
size_t ThreadCount(const v1::TrainingConfig& config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CONFIG_TRAINING_CONFIG_H_
