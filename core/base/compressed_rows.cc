#include "core/base/compressed_rows.h"

#include "absl/strings/str_cat.h"

namespace customer2vec {

absl::Status CheckOffsets(std::span<const uint64_t> offsets, uint64_t row_count,
                          uint64_t value_count) {
  if (offsets.empty() || offsets.size() - 1 != row_count) {
    return absl::DataLossError(
        absl::StrCat("there are ", offsets.size(), " offsets for ", row_count,
                     " rows; there must be one more than rows"));
  }
  if (offsets.front() != 0) {
    return absl::DataLossError(
        absl::StrCat("offsets begin at ", offsets.front(), ", not at 0"));
  }
  for (size_t i = 1; i < offsets.size(); ++i) {
    if (offsets[i] < offsets[i - 1]) {
      return absl::DataLossError(
          absl::StrCat("offset ", i, " is below the one before it"));
    }
  }
  if (offsets.back() != value_count) {
    return absl::DataLossError(absl::StrCat("offsets end at ", offsets.back(),
                                            ", but there are ", value_count,
                                            " values"));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
