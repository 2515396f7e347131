// manifest.json: read, checked for form, and written.
//
//   C2V_ASSIGN_OR_RETURN(v1::SnapshotManifest manifest, ReadManifest(folder));
//
// The form only: the folder's files and what they hold are looked at by
// snapshot_folder.h and the loaders. Pure apart from the file; thread-safe.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_MANIFEST_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_MANIFEST_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Longest manifest that is read.
inline constexpr uint64_t kMaxManifestBytes = 16 << 20;

// The manifest in a snapshot's folder. NOT_FOUND when there is none;
// RESOURCE_EXHAUSTED when it is longer than kMaxManifestBytes; DATA_LOSS when
// manifest.sha256 is missing or says otherwise (not looked at without
// `verify_checksum`); otherwise as ParseManifest().
absl::StatusOr<v1::SnapshotManifest> ReadManifest(absl::string_view folder,
                                                  bool verify_checksum = true);

// Puts manifest.json and manifest.sha256 into a folder, durably.
absl::Status WriteManifestFiles(const v1::SnapshotManifest& manifest,
                                absl::string_view folder);

// FAILED_PRECONDITION, with both numbers, when `json` has a format version that
// this program does not know (its other fields may be new, too); DATA_LOSS when
// it does not parse, has unknown fields, or lists files twice, with a size, a
// checksum or a path that is none.
absl::StatusOr<v1::SnapshotManifest> ParseManifest(absl::string_view json);

// What ParseManifest() reads: indented, fields named as in the proto. The same
// manifest gives the same bytes. INVALID_ARGUMENT for what JSON cannot say (a
// time out of range).
absl::StatusOr<std::string> FormatManifest(
    const v1::SnapshotManifest& manifest);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_MANIFEST_H_
