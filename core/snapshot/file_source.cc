#include "core/snapshot/file_source.h"

#include "absl/strings/str_cat.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {

absl::StatusOr<absl::string_view> FileSource::ArrayBytes(
    absl::string_view file, size_t value_bytes, const uint64_t* count) const {
  absl::StatusOr<absl::string_view> bytes = File(file);
  // A file that ought to be there and is not is damage, not a wrong question.
  if (absl::IsNotFound(bytes.status())) {
    return absl::DataLossError(bytes.status().message());
  }
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() % value_bytes != 0) {
    return absl::DataLossError(absl::StrCat(
        NameOf(file), ": has ", bytes->size(),
        " bytes, which is no whole number of ", value_bytes, "-byte values"));
  }
  const uint64_t values = bytes->size() / value_bytes;
  if (count != nullptr && values != *count) {
    return absl::DataLossError(
        absl::StrCat(NameOf(file), ": has ", values, " values instead of the ",
                     *count, " that ", kManifestFile, " implies"));
  }
  return *bytes;
}

}  // namespace customer2vec
