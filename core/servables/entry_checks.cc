#include "core/servables/entry_checks.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace customer2vec {

absl::Status EntryChecks::Wrong(absl::string_view what) const {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry_.name(), "\": ", what));
}

absl::Status EntryChecks::Range(absl::string_view name, double value,
                                double least, double most) const {
  if (value >= least && value <= most) return absl::OkStatus();
  return Wrong(
      absl::StrCat(name, " ", value, " is not in [", least, ", ", most, "]"));
}

absl::Status EntryChecks::Offsets(absl::string_view name,
                                  std::span<const uint64_t> offsets,
                                  uint64_t total) const {
  const bool fit = !offsets.empty() && offsets.front() == 0 &&
                   offsets.back() == total &&
                   std::is_sorted(offsets.begin(), offsets.end());
  if (fit) return absl::OkStatus();
  return Wrong(absl::StrCat(name, " do not ascend from 0 to ", total));
}

absl::Status EntryChecks::Rows(absl::string_view name,
                               std::span<const uint32_t> rows,
                               uint64_t count) const {
  for (const uint32_t row : rows) {
    if (row < count) continue;
    return Wrong(absl::StrCat(name, ": row ", row, " is not one of ", count));
  }
  return absl::OkStatus();
}

absl::Status EntryChecks::Weights(absl::string_view name,
                                  std::span<const float> weights,
                                  float least) const {
  for (const float weight : weights) {
    if (std::isfinite(weight) && weight >= least) continue;
    return Wrong(absl::StrCat(name, ": ", weight,
                              " is no finite number of at least ", least));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
