#include "core/vocabulary/vocabulary.h"

#include <algorithm>
#include <bit>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/compressed_rows.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"

namespace customer2vec {
namespace {

// FNV-1a (Fowler, Noll and Vo), finished by SplitMix64: FNV alone leaves the
// low bits of short ids poorly mixed.
uint64_t HashOf(absl::string_view id) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : id) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return SplitMix64(hash);
}

// What is wrong with an id, or nothing.
absl::string_view Fault(absl::string_view id) {
  if (id.empty()) return "is empty";
  if (id.size() > kMaxIdBytes) return "is longer than 512 bytes";
  if (!IsValidUtf8(id)) return "is not valid UTF-8";
  return "";
}

absl::Status CheckIds(const VocabularyView& view) {
  for (size_t row = 0; row + 1 < view.offsets.size(); ++row) {
    const std::span<const char> id = RowOf(view.offsets, view.bytes, row);
    const absl::string_view fault = Fault({id.data(), id.size()});
    if (!fault.empty()) {
      return absl::DataLossError(absl::StrCat("id of row ", row, " ", fault));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBuckets(std::span<const uint32_t> buckets, size_t rows) {
  if (!std::has_single_bit(buckets.size())) {
    return absl::DataLossError(absl::StrCat(
        "there are ", buckets.size(), " buckets, which is no power of 2"));
  }
  size_t used = 0;
  for (const uint32_t row : buckets) {
    if (row == kNoRow) continue;
    if (row >= rows) {
      return absl::DataLossError(
          absl::StrCat("a bucket names row ", row, " of ", rows));
    }
    ++used;
  }
  if (used > buckets.size() / 2) {
    return absl::DataLossError(
        absl::StrCat(used, " of ", buckets.size(),
                     " buckets are used; at most half may be"));
  }
  return absl::OkStatus();
}

// The bucket that holds `id`, or the free one where it would go.
size_t BucketOf(absl::string_view id, const VocabularyView& view) {
  const size_t mask = view.buckets.size() - 1;
  size_t bucket = HashOf(id) & mask;
  while (view.buckets[bucket] != kNoRow) {
    const std::span<const char> held =
        RowOf(view.offsets, view.bytes, view.buckets[bucket]);
    if (absl::string_view(held.data(), held.size()) == id) break;
    bucket = (bucket + 1) & mask;
  }
  return bucket;
}

// Appends `id` to offsets and bytes.
absl::Status AppendId(absl::string_view id, VocabularyArrays* arrays) {
  const absl::string_view fault = Fault(id);
  if (!fault.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("id \"", absl::CHexEscape(id.substr(0, 64)), "\" of row ",
                     arrays->offsets.size() - 1, " ", fault));
  }
  arrays->bytes.insert(arrays->bytes.end(), id.begin(), id.end());
  arrays->offsets.push_back(arrays->bytes.size());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Vocabulary> Vocabulary::Create(const VocabularyView& view) {
  const size_t rows = view.offsets.empty() ? 0 : view.offsets.size() - 1;
  C2V_RETURN_IF_ERROR(CheckOffsets(view.offsets, rows, view.bytes.size()))
      .With("ids");
  if (rows >= (size_t{1} << 31)) {
    return absl::DataLossError(absl::StrCat("there are ", rows, " ids"));
  }
  C2V_RETURN_IF_ERROR(CheckIds(view));
  C2V_RETURN_IF_ERROR(CheckBuckets(view.buckets, rows));
  return Vocabulary(view);
}

std::optional<uint32_t> Vocabulary::Find(absl::string_view id) const {
  if (view_.buckets.empty()) return std::nullopt;
  const uint32_t row = view_.buckets[BucketOf(id, view_)];
  if (row == kNoRow) return std::nullopt;
  return row;
}

absl::StatusOr<VocabularyArrays> BuildVocabulary(
    std::span<const std::string> ids) {
  if (ids.size() >= (size_t{1} << 31)) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", ids.size(), " ids; 2^31 are too many"));
  }
  VocabularyArrays arrays;
  arrays.offsets = {0};
  arrays.buckets.assign(std::bit_ceil(2 * std::max<size_t>(ids.size(), 1)),
                        kNoRow);
  for (size_t row = 0; row < ids.size(); ++row) {
    C2V_RETURN_IF_ERROR(AppendId(ids[row], &arrays));
    uint32_t& bucket = arrays.buckets[BucketOf(ids[row], arrays.view())];
    if (bucket != kNoRow) {
      return absl::InvalidArgumentError(absl::StrCat(
          "id \"", ids[row], "\" stands twice: rows ", bucket, " and ", row));
    }
    bucket = static_cast<uint32_t>(row);
  }
  return arrays;
}

}  // namespace customer2vec
