// Loads the snapshots of a store, decides which one serves, and lends it to
// requests.
//
//   SnapshotManager manager(&store, {.load = LoadAndWarmUp});
//   C2V_RETURN_IF_ERROR(manager.Reload({}).status());   // the watcher, the RPC
//   C2V_ASSIGN_OR_RETURN(SnapshotHandle handle, manager.Get(request.model()));
//   handle.snapshot->FindSpace("items");                // one request, one
//   handle
//
// Reload() looks at the store, loads what is new on the caller's thread, and
// swaps one pointer; requests see the old or the new version, never both, and
// wait for neither. A version that cannot be loaded is refused: reported, and
// not tried again until somebody asks for it, while the old one serves on
// (snapshot_policy.h has the rules).
//
// A swapped-out snapshot lives until the last handle is gone and is destroyed
// by a later Reload(), so that no request pays for unmapping gigabytes.
//
// Thread-safe. Get() takes no lock that loading holds; Reload() calls come one
// after the other.

#ifndef CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_MANAGER_H_
#define CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_MANAGER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/common.pb.h"
#include "customer2vec/v1/snapshot_service.pb.h"
#include "server/snapshots/serving_set.h"
#include "server/snapshots/snapshot_policy.h"
#include "store/snapshot_store.h"

namespace customer2vec {

// The label that follows the newest good version.
inline constexpr char kStableLabel[] = "stable";

// A snapshot lent to one request, whole and unchanged as long as it is held.
struct SnapshotHandle {
  std::shared_ptr<const Snapshot> snapshot;
  std::string label;  // by which it was asked; empty if by version
};

struct SnapshotManagerOptions {
  // Loads a folder and checks that it answers as it should. REQUIRED.
  std::function<absl::StatusOr<std::unique_ptr<const Snapshot>>(
      const std::string& folder)>
      load;
  SnapshotPolicyOptions policy;
  // Called by Reload() after another version began to serve.
  std::function<void(const Snapshot& stable)> on_stable = [](const Snapshot&) {
  };
};

struct ReloadOptions {
  bool retry_refused = false;  // try refused versions once more
  bool load_nothing = false;   // look at the store only
};

// A loaded snapshot with what loading it took.
struct LoadedSnapshot {
  std::shared_ptr<const Snapshot> snapshot;
  bool is_stable = false;
  double load_seconds = 0;  // verifying, mapping and warming up
};

class SnapshotManager {
 public:
  // `store` outlives this.
  SnapshotManager(const SnapshotStore* store, SnapshotManagerOptions options);

  // NOT_FOUND with the known names for an unknown label or version; UNAVAILABLE
  // (NO_SNAPSHOT), with why, when nothing is loaded.
  absl::StatusOr<SnapshotHandle> Get(const v1::ModelSelector& selector) const;
  absl::StatusOr<SnapshotHandle> GetLabel(absl::string_view label) const;
  absl::StatusOr<SnapshotHandle> GetVersion(absl::string_view version) const;

  // An error if the store cannot be listed; a version that is refused is none.
  absl::StatusOr<v1::ReloadSnapshotsResponse> Reload(
      const ReloadOptions& options);

  // Every version of the store as of the last Reload(), newest first.
  std::vector<v1::SnapshotStatus> Statuses() const;
  // Newest first.
  std::vector<LoadedSnapshot> Loaded() const;
  // What a version of the store says of itself, loaded or not. Reads the file.
  absl::StatusOr<v1::SnapshotManifest> Manifest(
      const std::string& version) const;
  // Refused loads so far by canonical code: {"DATA_LOSS", 2}.
  std::map<std::string, uint64_t> load_failures() const;
  // OK when a snapshot serves, else NO_SNAPSHOT with why.
  absl::Status Readiness() const;

 private:
  struct Record {
    v1::SnapshotStatus status;
    std::shared_ptr<const Snapshot> snapshot;  // where loaded
    double load_seconds = 0;
  };
  using Records = std::map<std::string, Record, std::greater<>>;

  void SyncWithStore(const std::vector<std::string>& versions,
                     bool retry_refused);
  bool IsKnown(const std::string& version) const;
  v1::SnapshotStatus Describe(const std::string& version) const;
  std::vector<SnapshotFacts> Facts() const;
  void CarryOut(const SnapshotAction& action);
  void Load(const std::string& version);
  absl::StatusOr<std::unique_ptr<const Snapshot>> FetchAndLoad(
      const std::string& version) const;
  void Serve(const std::string& version);
  void Release(const std::string& version);
  void SwapServingSet();
  void FreeRetired();
  v1::SnapshotStatus StatusOf(const Record& record) const;
  std::string WhyNone() const;

  const SnapshotStore* const store_;
  const SnapshotManagerOptions options_;
  ServingSetCell serving_;

  std::mutex reload_mutex_;  // held through a Reload()
  std::vector<std::shared_ptr<const Snapshot>> retired_;  // of Reload() only

  mutable std::mutex mutex_;  // for all below, briefly
  Records records_;
  std::string stable_;
  absl::Status listing_;  // of the last look at the store
  std::map<std::string, uint64_t> load_failures_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_MANAGER_H_
