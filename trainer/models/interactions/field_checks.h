// Checks of configuration fields, with one wording for all.
//
//   C2V_RETURN_IF_ERROR(CheckField("models[3].als.alpha", config.alpha(),
//                                  alpha > 0 && alpha <= 1e6,
//                                  "a number above 0, at most 1e6"));

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FIELD_CHECKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FIELD_CHECKS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// OK when `in_range`, else INVALID_ARGUMENT "`field` is `value`: use `range`".
inline absl::Status CheckField(absl::string_view field, double value,
                               bool in_range, absl::string_view range) {
  if (in_range) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", value, ": use ", range));
}

// A count of 1 to `max`, where 0 is a field that is not set.
inline absl::Status CheckCountField(absl::string_view field, int32_t value,
                                    int32_t max) {
  return CheckField(field, value, value >= 0 && value <= max,
                    absl::StrCat("1 to ", max, ", or leave it out"));
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FIELD_CHECKS_H_
