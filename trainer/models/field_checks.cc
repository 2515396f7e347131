#include "trainer/models/field_checks.h"

#include <cmath>

namespace customer2vec {
namespace {

bool IsWeight(double value) { return value >= 0 && std::isfinite(value); }

}  // namespace

absl::Status InvalidField(absl::string_view path, absl::string_view name,
                          absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ".", name, " ", what));
}

FieldChecks& FieldChecks::That(absl::string_view name,
                               const absl::AlphaNum& value, bool ok,
                               absl::string_view use) {
  if (ok || !status_.ok()) return *this;
  status_ =
      InvalidField(path_, name, absl::StrCat("is ", value, ": use ", use));
  return *this;
}

FieldChecks& FieldChecks::Count(absl::string_view name, int32_t value,
                                int32_t most, int32_t least) {
  return That(name, value, value == 0 || (value >= least && value <= most),
              absl::StrCat(least, " to ", most, ", or leave it out"));
}

FieldChecks& FieldChecks::OptionalNumber(absl::string_view name, double value,
                                         double least, double most) {
  return That(
      name, value, value >= least && value <= most,
      absl::StrCat("a number from ", least, " to ", most, ", or leave it out"));
}

FieldChecks& FieldChecks::Share(absl::string_view name, double value) {
  return That(name, value, value >= 0 && value <= 1,
              "a number in (0, 1], or leave it out");
}

FieldChecks& FieldChecks::Weight(absl::string_view name, double value) {
  return That(name, value, IsWeight(value), "a number of at least 0");
}

FieldChecks& FieldChecks::ChosenWeight(absl::string_view name, double value) {
  return That(name, value, IsWeight(value),
              "a number of at least 0, or leave it out to have it chosen");
}

FieldChecks& FieldChecks::Positive(absl::string_view name, double value) {
  return That(name, value, value > 0 && std::isfinite(value),
              "a number above 0");
}

}  // namespace customer2vec
