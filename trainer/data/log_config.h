// Settings of a log: defaults and ranges.
//
//   v1::LogSource source = ...;
//   C2V_RETURN_IF_ERROR(CheckLogSource(source, "data.logs[0]"));
//   FillLogDefaults(&source);

#ifndef CUSTOMER2VEC_TRAINER_DATA_LOG_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_DATA_LOG_CONFIG_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"

namespace customer2vec {

// INVALID_ARGUMENT with the path of the first field that is wrong, its value
// and its range. `place` is the path of `source` itself. Fields not set are
// fine, but for the log's own path.
absl::Status CheckLogSource(const v1::LogSource& source,
                            absl::string_view place);

// Writes the documented default into every field that is not set.
void FillLogDefaults(v1::LogSource* source);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LOG_CONFIG_H_
