// Checks of a model's configuration that name the field and its range.
//
//   return CheckRanges("models[2].item_knn",
//                      {{"neighbors", config.neighbors(), 1, 10000}});
//   // INVALID_ARGUMENT: models[2].item_knn.neighbors is 0: use a number from
//   // 1 to 10000
//
// Pure functions, thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_FIELD_CHECKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_FIELD_CHECKS_H_

#include <initializer_list>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// A number that must lie in [least, most]; NaN does not.
struct FieldRange {
  template <typename Number>
  FieldRange(absl::string_view name, Number value, double least, double most)
      : name(name),
        value(static_cast<double>(value)),
        least(least),
        most(most) {}

  absl::string_view name;
  double value;
  double least;
  double most;
};

// INVALID_ARGUMENT "<field>.<name> <what>".
absl::Status InvalidModelField(absl::string_view field, absl::string_view name,
                               absl::string_view what);

// The first number out of its range, as an error.
absl::Status CheckRanges(absl::string_view field,
                         std::initializer_list<FieldRange> ranges);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_FIELD_CHECKS_H_
