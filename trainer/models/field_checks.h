// Checks of the numbers in a model's configuration, in the words of all
// families.
//
//   return FieldChecks("models[3].als")
//       .Count("factors", config.factors(), 1024)
//       .Range("damping", config.damping(), 0, 1)
//       .That("alpha", alpha, alpha > 0, "a number above 0")
//       .status();
//   // INVALID_ARGUMENT: models[3].als.factors is -1: use 1 to 1024, or leave
//   // it out
//
// The first field at fault makes the status; NaN is in no range. A value, safe
// for concurrent use once it is made.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FIELD_CHECKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FIELD_CHECKS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// INVALID_ARGUMENT "<path>.<name> <what>".
absl::Status InvalidField(absl::string_view path, absl::string_view name,
                          absl::string_view what);

class FieldChecks {
 public:
  // `path` is that of the message whose fields are checked.
  explicit FieldChecks(absl::string_view path) : path_(path) {}

  // `name` is wrong unless `ok`: "<path>.<name> is <value>: use <use>".
  FieldChecks& That(absl::string_view name, const absl::AlphaNum& value,
                    bool ok, absl::string_view use);

  // From `least` to `most`, where 0 is a field that is not set.
  FieldChecks& Count(absl::string_view name, int32_t value, int32_t most,
                     int32_t least = 1);

  // In [least, most].
  template <typename Value>
  FieldChecks& Range(absl::string_view name, Value value, double least,
                     double most) {
    return That(name, value, value >= least && value <= most,
                absl::StrCat(least, " to ", most));
  }

  // The same, told as "a number from `least` to `most`".
  template <typename Value>
  FieldChecks& Number(absl::string_view name, Value value, double least,
                      double most) {
    return That(name, value, value >= least && value <= most,
                absl::StrCat("a number from ", least, " to ", most));
  }

  // A number that may be left out, where it stays within the range.
  FieldChecks& OptionalNumber(absl::string_view name, double value,
                              double least, double most);

  // In (0, 1], where 0 is a field that is not set.
  FieldChecks& Share(absl::string_view name, double value);

  // Finite and at least 0.
  FieldChecks& Weight(absl::string_view name, double value);

  // A weight that validation chooses where it is left out.
  FieldChecks& ChosenWeight(absl::string_view name, double value);

  // Finite and above 0.
  FieldChecks& Positive(absl::string_view name, double value);

  const absl::Status& status() const { return status_; }

 private:
  const std::string path_;
  absl::Status status_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FIELD_CHECKS_H_
