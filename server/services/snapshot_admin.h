// What SnapshotService answers, as functions over (manager, request): the RPCs
// less the network.
//
//   SnapshotAdmin admin(&manager);
//   v1::ListSnapshotsResponse response;
//   C2V_RETURN_IF_ERROR(admin.ListSnapshots(request, &response));
//
// Thread-safe. ReloadSnapshots() loads on the calling thread, which may take as
// long as reading the snapshot from disk, GetSnapshot() may read a manifest.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_ADMIN_H_
#define CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_ADMIN_H_

#include <mutex>

#include "absl/status/status.h"
#include "customer2vec/v1/snapshot_service.pb.h"
#include "server/services/answer_memory.h"
#include "server/snapshots/snapshot_manager.h"

namespace customer2vec {

class SnapshotAdmin {
 public:
  // `manager` outlives this.
  explicit SnapshotAdmin(SnapshotManager* manager) : manager_(manager) {}

  // Newest first. A page token names the last version of its page, so versions
  // that come or go between pages shift nothing. INVALID_ARGUMENT for a
  // negative page_size and a token that is none.
  absl::Status ListSnapshots(const v1::ListSnapshotsRequest& request,
                             v1::ListSnapshotsResponse* response) const;

  // The manifest is left out where a version that is not loaded has none that
  // can be read. NOT_FOUND with the known ones for an unknown label or version.
  absl::Status GetSnapshot(const v1::GetSnapshotRequest& request,
                           v1::GetSnapshotResponse* response) const;

  // Tries refused versions once more, unless `validate_only`, which looks only.
  // INVALID_ARGUMENT for a request_id above 128 bytes.
  absl::Status ReloadSnapshots(const v1::ReloadSnapshotsRequest& request,
                               v1::ReloadSnapshotsResponse* response);

 private:
  SnapshotManager* const manager_;
  std::mutex reload_mutex_;
  AnswerMemory<v1::ReloadSnapshotsResponse> reloads_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_ADMIN_H_
