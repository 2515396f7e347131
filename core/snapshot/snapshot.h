// A loaded snapshot: one immutable, consistent bundle of tables and servables.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Snapshot> snapshot,
//                        Snapshot::Load("run/snapshots/20260102T030405Z-0a1b2c3d"));
//   const Space* space = snapshot->FindSpace("items");
//
// Loading verifies before it trusts: the manifest parses and has a known
// format, every file it lists is there with its size and SHA-256 and nothing
// else is, every array has the length the manifest implies, every offset and
// row is in range. Whatever is off becomes an error with the file's name
// (snapshot_folder.h says which) and nothing is served from the folder.
//
// Arrays are memory-mapped and touched on use. Immutable, safe for concurrent
// use.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/servable.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/snapshot_folder.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

class Snapshot {
 public:
  static absl::StatusOr<std::unique_ptr<const Snapshot>> Load(
      absl::string_view folder, const SnapshotLoadOptions& options = {});

  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  const std::string& version() const { return manifest().version(); }
  const v1::SnapshotManifest& manifest() const { return folder_->manifest(); }
  const Tables& tables() const { return tables_; }

  // Null when there is none of that kind and name.
  const Space* FindSpace(absl::string_view name) const {
    return servables_.FindSpace(name);
  }
  const Scorer* FindScorer(absl::string_view name) const {
    return servables_.FindScorer(name);
  }
  const Predictor* FindPredictor(absl::string_view name) const {
    return servables_.FindPredictor(name);
  }

  // Bytes of a file of the snapshot, mapped: "warmup.json". NOT_FOUND if it has
  // none.
  absl::StatusOr<absl::string_view> File(absl::string_view path) const {
    return folder_->File(path);
  }
  // All its files; they live as long as the snapshot.
  const FileSource& files() const { return *folder_; }

 private:
  explicit Snapshot(std::unique_ptr<const SnapshotFolder> folder);

  std::unique_ptr<const SnapshotFolder> folder_;
  Tables tables_;
  ServableSet servables_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_H_
