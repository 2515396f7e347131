#include "core/snapshot/memory_files.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {

bool MemoryFiles::Has(absl::string_view file) const {
  return files_.find(file) != files_.end();
}

absl::StatusOr<absl::string_view> MemoryFiles::File(
    absl::string_view file) const {
  const auto found = files_.find(file);
  if (found == files_.end()) {
    return absl::NotFoundError(absl::StrCat("there is no file ", file));
  }
  return found->second.bytes;
}

std::string MemoryFiles::NameOf(absl::string_view file) const {
  return std::string(file);
}

absl::Status MemoryFiles::WriteFile(absl::string_view path,
                                    absl::string_view bytes) {
  return Adopt(path, std::vector<char>(bytes.begin(), bytes.end()));
}

absl::Status MemoryFiles::CopyTo(FileSink* sink) const {
  for (const auto& [path, entry] : files_) {
    C2V_RETURN_IF_ERROR(sink->WriteFile(path, entry.bytes));
  }
  return absl::OkStatus();
}

absl::Status MemoryFiles::Insert(absl::string_view path, Entry entry) {
  if (!IsSnapshotFilePath(path)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", path, "\" is no path of a snapshot's file"));
  }
  if (!files_.emplace(std::string(path), std::move(entry)).second) {
    return absl::AlreadyExistsError(absl::StrCat(path, ": was written before"));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
