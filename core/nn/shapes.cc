#include "core/nn/shapes.h"

#include "absl/strings/str_cat.h"

namespace customer2vec::nn {

absl::Status CheckShape(absl::string_view name, size_t rows, size_t cols,
                        size_t wanted_rows, size_t wanted_cols) {
  if (rows == wanted_rows && cols == wanted_cols) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", rows, " x ", cols, ", wanted is ", wanted_rows,
                   " x ", wanted_cols));
}

}  // namespace customer2vec::nn
