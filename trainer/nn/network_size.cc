#include "trainer/nn/network_size.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace customer2vec::nn {
namespace {

constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();

uint64_t Times(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kMost : product;
}

uint64_t Plus(uint64_t a, uint64_t b) { return a > kMost - b ? kMost : a + b; }

std::string Gibibytes(uint64_t bytes) {
  return absl::StrFormat("%.2f GiB", static_cast<double>(bytes) * 0x1p-30);
}

}  // namespace

void NetworkSize::Add(absl::string_view name, uint64_t rows, uint64_t cols,
                      uint64_t copies) {
  const uint64_t bytes = Times(Times(Times(rows, cols), copies), sizeof(float));
  if (bytes == 0 && empty_.empty()) empty_ = std::string(name);
  bytes_ = Plus(bytes_, bytes);
  if (bytes <= largest_bytes_) return;
  largest_bytes_ = bytes;
  largest_ = absl::StrCat(name, ", ", rows, " x ", cols, " in ", copies,
                          copies == 1 ? " copy" : " copies");
}

absl::Status NetworkSize::Check(uint64_t most_bytes,
                                absl::string_view path) const {
  if (!empty_.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": ", empty_, " has no numbers; give it a size above 0"));
  }
  if (bytes_ <= most_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(path, ": learning takes ", Gibibytes(bytes_), ", there are ",
                   Gibibytes(most_bytes), "; the most is ", largest_, ", ",
                   Gibibytes(largest_bytes_), ": lower its sizes"));
}

absl::Status CheckHeads(uint64_t dimension, uint64_t heads,
                        absl::string_view path) {
  if (heads > 0 && dimension % heads == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, ".heads is ", heads,
                   ", wanted is a divisor of the dimension, ", dimension));
}

}  // namespace customer2vec::nn
