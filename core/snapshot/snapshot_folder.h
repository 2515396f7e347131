// The files of a snapshot: opened, verified against the manifest, mapped.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const SnapshotFolder> folder,
//                        SnapshotFolder::Open("20260102T030405Z-0a1b2c3d"));
//   C2V_ASSIGN_OR_RETURN(
//       std::span<const float> input,
//       folder->Array<float>(SpaceFile("items", kSpaceInputVectors),
//                            rows * dimension));
//
// What it says nothing about is what the numbers mean: whoever asks for an
// array checks its values. Immutable, safe for concurrent use; arrays and bytes
// live as long as the folder object. Files must not be truncated while it
// lives (a published snapshot never changes).

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FOLDER_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FOLDER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"
#include "core/snapshot/file_source.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

struct SnapshotLoadOptions {
  // Compare SHA-256 of every file and of the manifest. Sizes are always
  // compared.
  bool verify_checksums = true;
  // Refuse snapshots larger than this, before reading.
  uint64_t max_bytes = uint64_t{1} << 40;
  // Refuse a manifest that names another version than this; empty takes any.
  std::string version = {};
};

class SnapshotFolder final : public FileSource {
 public:
  // NOT_FOUND when there is no such folder or no manifest in it;
  // FAILED_PRECONDITION for what is no folder and, with both numbers, for a
  // format that this program does not know; RESOURCE_EXHAUSTED above a limit;
  // DATA_LOSS for everything else that is off, with the file's name: a manifest
  // that does not parse or has unknown fields, another version than asked for,
  // a file that is missing, not regular, listed twice, has another size or
  // checksum, or is not listed.
  static absl::StatusOr<std::unique_ptr<const SnapshotFolder>> Open(
      absl::string_view folder, const SnapshotLoadOptions& options = {});

  const std::string& path() const { return path_; }
  const v1::SnapshotManifest& manifest() const { return manifest_; }

  bool Has(absl::string_view file) const override;
  // NOT_FOUND when the manifest does not list it.
  absl::StatusOr<absl::string_view> File(absl::string_view file) const override;
  std::string NameOf(absl::string_view file) const override;

 private:
  SnapshotFolder(absl::string_view path, v1::SnapshotManifest manifest);

  // Opens, verifies and maps what the manifest lists.
  absl::Status OpenFiles(bool verify_checksums);

  std::string path_;
  v1::SnapshotManifest manifest_;
  std::map<std::string, MappedFile, std::less<>> files_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FOLDER_H_
