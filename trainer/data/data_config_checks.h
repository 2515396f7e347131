// Checks that the sources of all tables share. Errors begin with `field`, the
// configuration's path to what is wrong.

#ifndef CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_CHECKS_H_
#define CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/catalogue_reader.h"

namespace customer2vec {

template <typename... Parts>
absl::Status InvalidConfig(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

// INVALID_ARGUMENT with the remedy when `value` is empty.
absl::Status RequireText(absl::string_view value, absl::string_view field,
                         absl::string_view remedy);

// Of a delimited file; empty is fine.
absl::Status ValidateSeparator(absl::string_view separator,
                               absl::string_view field);

// Adds the attribute to `own`, those of its source, whose names differ.
absl::Status ValidateAttribute(const v1::AttributeColumn& attribute,
                               const std::string& field,
                               std::vector<AttributeSchema>& own);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_CHECKS_H_
