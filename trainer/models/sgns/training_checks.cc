#include "trainer/models/sgns/training_checks.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace customer2vec {

absl::Status CheckRanges(std::span<const SettingRange> ranges,
                         absl::string_view path) {
  for (const SettingRange& range : ranges) {
    if (range.value >= range.least && range.value <= range.most) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".", range.field, " is ", range.value, ": use ",
                     range.least, " to ", range.most));
  }
  return absl::OkStatus();
}

absl::Status CheckOffsets(const Sentences& sentences, absl::string_view name) {
  const std::span offsets = sentences.offsets;
  if (!offsets.empty() && std::ranges::is_sorted(offsets) &&
      offsets.back() <= sentences.tokens.size()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": offsets must ascend, from 0 to at most the ",
                   sentences.tokens.size(), " tokens"));
}

absl::Status CheckCounts(std::span<const uint32_t> counts) {
  const auto rows =
      std::ranges::count_if(counts, [](uint32_t count) { return count > 0; });
  if (rows >= 2) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      rows, " of ", counts.size(),
      " tokens occur often enough to be learned; at least 2 are needed"));
}

bool AreFinite(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

}  // namespace customer2vec
