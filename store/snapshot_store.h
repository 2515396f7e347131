// Where snapshots live: listed, fetched and published behind one interface.
//
//   C2V_ASSIGN_OR_RETURN(auto store, FolderStore::Open("run/snapshots"));
//   // The trainer:
//   C2V_ASSIGN_OR_RETURN(auto pending, store->Begin(NewSnapshotVersion(...)));
//   ... write files under pending->folder() ...
//   C2V_RETURN_IF_ERROR(pending->Publish());
//   // The server:
//   C2V_ASSIGN_OR_RETURN(std::vector<std::string> versions,
//   store->ListVersions()); C2V_ASSIGN_OR_RETURN(std::string folder,
//   store->Fetch(versions.front()));
//
// A version is visible whole or not at all, and never changes once it is.
// Versions sort by time as texts. Implementations are safe for concurrent use,
// also by several processes.

#ifndef CUSTOMER2VEC_STORE_SNAPSHOT_STORE_H_
#define CUSTOMER2VEC_STORE_SNAPSHOT_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// A snapshot being written. Destroyed before Publish(), it leaves nothing
// behind.
class PendingSnapshot {
 public:
  virtual ~PendingSnapshot() = default;

  // A local folder to write into.
  virtual const std::string& folder() const = 0;

  // Makes it visible: everything durable first, then one atomic step.
  // ALREADY_EXISTS if the version is there; on any error nothing became
  // visible.
  virtual absl::Status Publish() = 0;
};

class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;

  // Published versions, newest first.
  virtual absl::StatusOr<std::vector<std::string>> ListVersions() const = 0;

  // A local folder with the version's files. NOT_FOUND if it is not published.
  virtual absl::StatusOr<std::string> Fetch(
      absl::string_view version) const = 0;

  // Starts a version. INVALID_ARGUMENT if its name is none (IsSnapshotVersion);
  // ALREADY_EXISTS if it is published.
  virtual absl::StatusOr<std::unique_ptr<PendingSnapshot>> Begin(
      absl::string_view version) = 0;
};

// A new version's name: UTC time and eight hex digits of `entropy`,
// "20260102T030405Z-0a1b2c3d".
std::string NewSnapshotVersion(int64_t unix_seconds, uint64_t entropy);

// Whether `name` has that form. Everything else in a store is ignored.
bool IsSnapshotVersion(absl::string_view name);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_STORE_SNAPSHOT_STORE_H_
