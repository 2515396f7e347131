// Snapshots in a folder: a disk, a mounted volume.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<SnapshotStore> store,
//                        FolderStore::Open("run/snapshots"));
//
// <store>/<version>/ is a published snapshot; everything else is ignored. A
// snapshot is written in <store>/.pending-<version>-<process>/ and renamed when
// every file and folder in it is on the disk, so that a crash at any instant
// leaves the version whole or absent. What a dead writer left behind is removed
// by the next Begin(). Whether a writer is dead is judged by its process
// number, so several machines may read one store, but only one of them may
// write.
//
// Safe for concurrent use by threads and processes.

#ifndef CUSTOMER2VEC_STORE_FOLDER_STORE_H_
#define CUSTOMER2VEC_STORE_FOLDER_STORE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "store/snapshot_store.h"

namespace customer2vec {

class FolderStore : public SnapshotStore {
 public:
  // Makes the folder, and those above it, if they are missing. Errors carry the
  // path and the system's words; FAILED_PRECONDITION where the path is no
  // folder.
  static absl::StatusOr<std::unique_ptr<SnapshotStore>> Open(
      absl::string_view folder);

  absl::StatusOr<std::vector<std::string>> ListVersions() const override;
  absl::StatusOr<std::string> Fetch(absl::string_view version) const override;
  absl::StatusOr<std::unique_ptr<PendingSnapshot>> Begin(
      absl::string_view version) override;

 private:
  explicit FolderStore(std::string folder) : folder_(std::move(folder)) {}

  // Removes the pending folders of processes that are no more.
  absl::Status RemoveLeftovers() const;

  std::string folder_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_STORE_FOLDER_STORE_H_
