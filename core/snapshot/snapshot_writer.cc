#include "core/snapshot/snapshot_writer.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/snapshot/snapshot_manifest.h"

namespace customer2vec {
namespace {

absl::Status CreateFolders(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return absl::ErrnoToStatus(error.value(),
                             absl::StrCat(path.string(), ": cannot create"));
}

}  // namespace

absl::StatusOr<SnapshotWriter> SnapshotWriter::Create(
    absl::string_view folder) {
  std::error_code error;
  const bool empty = std::filesystem::is_empty(std::string(folder), error);
  if (error || !empty) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, ": is not an empty folder to write into"));
  }
  return SnapshotWriter(folder);
}

absl::Status SnapshotWriter::WriteFile(absl::string_view path,
                                       absl::string_view bytes) {
  if (!IsSnapshotFilePath(path)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", path, "\" is no path of a snapshot's file"));
  }
  const std::string full_path = JoinPath(folder_, path);
  C2V_RETURN_IF_ERROR(
      CreateFolders(std::filesystem::path(full_path).parent_path()));
  C2V_ASSIGN_OR_RETURN(FileWriter file, FileWriter::Create(full_path));
  C2V_RETURN_IF_ERROR(file.Append(bytes));
  C2V_RETURN_IF_ERROR(file.Sync());
  v1::SnapshotFile& listed = files_[std::string(path)];
  listed.set_path(std::string(path));
  listed.set_size_bytes(bytes.size());
  listed.set_sha256(Sha256Hex(bytes));
  return absl::OkStatus();
}

absl::Status SnapshotWriter::WriteManifest(
    v1::SnapshotManifest manifest) const {
  manifest.set_format_version(kSnapshotFormatVersion);
  manifest.clear_files();
  for (const auto& [path, file] : files_) *manifest.add_files() = file;
  return WriteManifestFiles(manifest, folder_);
}

}  // namespace customer2vec
