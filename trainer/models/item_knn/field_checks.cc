#include "trainer/models/item_knn/field_checks.h"

#include "absl/strings/str_cat.h"

namespace customer2vec {

absl::Status InvalidModelField(absl::string_view field, absl::string_view name,
                               absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ".", name, " ", what));
}

absl::Status CheckRanges(absl::string_view field,
                         std::initializer_list<FieldRange> ranges) {
  for (const FieldRange& range : ranges) {
    if (range.value >= range.least && range.value <= range.most) continue;
    return InvalidModelField(
        field, range.name,
        absl::StrCat("is ", range.value, ": use a number from ", range.least,
                     " to ", range.most));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
