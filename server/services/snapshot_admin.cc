#include "server/services/snapshot_admin.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "store/snapshot_store.h"

namespace customer2vec {
namespace {

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;
constexpr size_t kMaxRequestIdBytes = 128;

const v1::SnapshotStatus* Find(const std::vector<v1::SnapshotStatus>& statuses,
                               absl::string_view version) {
  for (const v1::SnapshotStatus& status : statuses) {
    if (status.version() == version) return &status;
  }
  return nullptr;
}

absl::Status UnknownVersion(absl::string_view version,
                            const std::vector<v1::SnapshotStatus>& statuses) {
  std::vector<std::string> known;
  for (const v1::SnapshotStatus& status : statuses) {
    known.push_back(status.version());
  }
  return UnknownName("version", version, known);
}

}  // namespace

absl::Status SnapshotAdmin::ListSnapshots(
    const v1::ListSnapshotsRequest& request,
    v1::ListSnapshotsResponse* response) const {
  if (request.page_size() < 0) {
    return InvalidField(
        "page_size",
        absl::StrCat("must not be negative; it is ", request.page_size()));
  }
  if (!request.page_token().empty() &&
      !IsSnapshotVersion(request.page_token())) {
    return InvalidField("page_token",
                        "must be the next_page_token of a response");
  }
  const int page_size = request.page_size() == 0
                            ? kDefaultPageSize
                            : std::min(request.page_size(), kMaxPageSize);
  for (v1::SnapshotStatus& status : manager_->Statuses()) {
    if (!request.page_token().empty() &&
        status.version() >= request.page_token()) {
      continue;  // on an earlier page
    }
    if (response->snapshots_size() == page_size) {
      response->set_next_page_token(
          response->snapshots(page_size - 1).version());
      break;
    }
    *response->add_snapshots() = std::move(status);
  }
  return absl::OkStatus();
}

absl::Status SnapshotAdmin::GetSnapshot(
    const v1::GetSnapshotRequest& request,
    v1::GetSnapshotResponse* response) const {
  std::string version = request.version();
  if (!request.has_version()) {
    const std::string label =
        request.has_label() ? request.label() : kStableLabel;
    C2V_ASSIGN_OR_RETURN(const SnapshotHandle handle,
                         manager_->GetLabel(label));
    version = handle.snapshot->version();
  }
  const std::vector<v1::SnapshotStatus> statuses = manager_->Statuses();
  const v1::SnapshotStatus* status = Find(statuses, version);
  if (status == nullptr) return UnknownVersion(version, statuses);
  *response->mutable_status() = *status;
  if (const auto handle = manager_->GetVersion(version); handle.ok()) {
    *response->mutable_manifest() = handle->snapshot->manifest();
  } else if (auto manifest = manager_->Manifest(version); manifest.ok()) {
    *response->mutable_manifest() = *std::move(manifest);
  }
  return absl::OkStatus();
}

absl::Status SnapshotAdmin::ReloadSnapshots(
    const v1::ReloadSnapshotsRequest& request,
    v1::ReloadSnapshotsResponse* response) {
  if (request.request_id().size() > kMaxRequestIdBytes) {
    return InvalidField(
        "request_id",
        absl::StrCat("must have at most ", kMaxRequestIdBytes,
                     " bytes; it has ", request.request_id().size()));
  }
  if (request.validate_only()) {
    C2V_ASSIGN_OR_RETURN(*response, manager_->Reload({.load_nothing = true}));
    return absl::OkStatus();
  }
  // One after the other, so that a call that is sent again meets the first
  // one's answer.
  std::lock_guard lock(reload_mutex_);
  if (auto answer = reloads_.Find(request.request_id())) {
    *response = *std::move(answer);
    return absl::OkStatus();
  }
  C2V_ASSIGN_OR_RETURN(*response, manager_->Reload({.retry_refused = true}));
  reloads_.Remember(request.request_id(), *response);
  return absl::OkStatus();
}

}  // namespace customer2vec
