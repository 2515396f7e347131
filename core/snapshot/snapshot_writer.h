// Writes the files of a snapshot and the manifest that binds them.
//
//   C2V_ASSIGN_OR_RETURN(SnapshotWriter writer,
//                        SnapshotWriter::Create(pending->folder()));
//   C2V_RETURN_IF_ERROR(writer.WriteArray<float>("spaces/items/input.f32",
//                                                vectors));
//   C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
//   ... load it, compute the expected answers ...
//   C2V_RETURN_IF_ERROR(writer.WriteFile(kWarmupFile, warmup_json));
//   C2V_RETURN_IF_ERROR(writer.WriteManifest(manifest));
//
// Each file is hashed from memory and reaches the disk before the call
// returns. Errors carry the file's name. Move-only, not thread-safe.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_WRITER_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_WRITER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/snapshot/file_source.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

class SnapshotWriter final : public FileSink {
 public:
  // Writes into `folder`, which is there and empty. FAILED_PRECONDITION
  // otherwise.
  static absl::StatusOr<SnapshotWriter> Create(absl::string_view folder);

  absl::Status WriteFile(absl::string_view path,
                         absl::string_view bytes) override;

  // Puts manifest.json and its digest, with `format_version` and the `files`
  // written so far filled in; everything else is the caller's. May be called
  // again after more files.
  absl::Status WriteManifest(v1::SnapshotManifest manifest) const;

 private:
  explicit SnapshotWriter(absl::string_view folder) : folder_(folder) {}

  std::string folder_;
  std::map<std::string, v1::SnapshotFile> files_;  // by path
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_WRITER_H_
