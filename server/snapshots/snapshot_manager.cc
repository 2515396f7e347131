#include "server/snapshots/snapshot_manager.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "core/snapshot/snapshot_manifest.h"
#include "server/rpc/server_errors.h"

namespace customer2vec {
namespace {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t nanos = absl::ToUnixNanos(time);
  timestamp.set_seconds(nanos / 1'000'000'000);
  timestamp.set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  return timestamp;
}

int64_t FileBytes(const v1::SnapshotManifest& manifest) {
  int64_t bytes = 0;
  for (const v1::SnapshotFile& file : manifest.files()) {
    bytes += file.size_bytes();
  }
  return bytes;
}

SnapshotPhase PhaseOf(v1::SnapshotState state) {
  switch (state) {
    case v1::SNAPSHOT_STATE_LOADED:
      return SnapshotPhase::kLoaded;
    case v1::SNAPSHOT_STATE_REFUSED:
      return SnapshotPhase::kRefused;
    default:
      return SnapshotPhase::kAvailable;
  }
}

SnapshotHandle HandleOf(std::shared_ptr<const ServingSet> set,
                        const Snapshot* snapshot, absl::string_view label) {
  // Shares the set's count, which is this shard's own.
  return {std::shared_ptr<const Snapshot>(std::move(set), snapshot),
          std::string(label)};
}

}  // namespace

SnapshotManager::SnapshotManager(const SnapshotStore* store,
                                 SnapshotManagerOptions options)
    : store_(store), options_(std::move(options)) {}

absl::StatusOr<SnapshotHandle> SnapshotManager::Get(
    const v1::ModelSelector& selector) const {
  if (selector.has_version()) return GetVersion(selector.version());
  return GetLabel(selector.has_label() ? absl::string_view(selector.label())
                                       : kStableLabel);
}

absl::StatusOr<SnapshotHandle> SnapshotManager::GetLabel(
    absl::string_view label) const {
  if (label != kStableLabel) {
    return UnknownName("label", label, {kStableLabel});
  }
  std::shared_ptr<const ServingSet> set = serving_.Get();
  if (set->stable == nullptr) return Readiness();
  const Snapshot* stable = set->stable;
  return HandleOf(std::move(set), stable, label);
}

absl::StatusOr<SnapshotHandle> SnapshotManager::GetVersion(
    absl::string_view version) const {
  std::shared_ptr<const ServingSet> set = serving_.Get();
  if (set->loaded.empty()) return Readiness();
  std::vector<std::string> known;
  for (const std::shared_ptr<const Snapshot>& snapshot : set->loaded) {
    if (snapshot->version() == version) {
      const Snapshot* found = snapshot.get();
      return HandleOf(std::move(set), found, "");
    }
    known.push_back(snapshot->version());
  }
  return UnknownName("version", version, known);
}

absl::StatusOr<v1::ReloadSnapshotsResponse> SnapshotManager::Reload(
    const ReloadOptions& options) {
  std::lock_guard reload_lock(reload_mutex_);
  FreeRetired();
  const auto versions = store_->ListVersions();
  {
    std::lock_guard lock(mutex_);
    listing_ = versions.status();
  }
  C2V_RETURN_IF_ERROR(versions.status());
  v1::ReloadSnapshotsResponse response;
  const std::string stable_before = stable_;  // only Reload() writes it
  SyncWithStore(*versions, options.retry_refused && !options.load_nothing);
  if (!options.load_nothing) {
    while (const auto action =
               NextSnapshotAction(Facts(), stable_, options_.policy)) {
      CarryOut(*action);
    }
  }
  response.set_stable_version(stable_);
  response.set_changed(stable_ != stable_before);
  for (v1::SnapshotStatus& status : Statuses()) {
    if (status.version() > stable_ &&
        status.state() == v1::SNAPSHOT_STATE_REFUSED) {
      *response.add_refused() = std::move(status);
    }
  }
  return response;
}

void SnapshotManager::SyncWithStore(const std::vector<std::string>& versions,
                                    bool retry_refused) {
  for (const std::string& version : versions) {
    if (IsKnown(version)) continue;
    v1::SnapshotStatus status = Describe(version);
    std::lock_guard lock(mutex_);
    records_[version].status = std::move(status);
  }
  std::lock_guard lock(mutex_);
  // What has left the store is forgotten, unless it is loaded: mapped files
  // outlive their names.
  std::erase_if(records_, [&](const auto& entry) {
    return entry.second.snapshot == nullptr &&
           std::find(versions.begin(), versions.end(), entry.first) ==
               versions.end();
  });
  for (auto& [version, record] : records_) {
    if (retry_refused && record.status.state() == v1::SNAPSHOT_STATE_REFUSED) {
      record.status.set_state(v1::SNAPSHOT_STATE_AVAILABLE);
      record.status.clear_error();
    }
  }
}

bool SnapshotManager::IsKnown(const std::string& version) const {
  std::lock_guard lock(mutex_);
  return records_.contains(version);
}

v1::SnapshotStatus SnapshotManager::Describe(const std::string& version) const {
  v1::SnapshotStatus status;
  status.set_version(version);
  status.set_state(v1::SNAPSHOT_STATE_AVAILABLE);
  if (const auto manifest = Manifest(version); manifest.ok()) {
    *status.mutable_create_time() = manifest->create_time();
    status.set_size_bytes(FileBytes(*manifest));
  }
  return status;
}

absl::StatusOr<v1::SnapshotManifest> SnapshotManager::Manifest(
    const std::string& version) const {
  C2V_ASSIGN_OR_RETURN(const std::string folder, store_->Fetch(version));
  return ReadManifest(folder);
}

std::vector<SnapshotFacts> SnapshotManager::Facts() const {
  std::lock_guard lock(mutex_);
  std::vector<SnapshotFacts> facts;
  for (const auto& [version, record] : records_) {
    facts.push_back({version, PhaseOf(record.status.state())});
  }
  return facts;
}

void SnapshotManager::CarryOut(const SnapshotAction& action) {
  switch (action.kind) {
    case SnapshotAction::Kind::kLoad:
      return Load(action.version);
    case SnapshotAction::Kind::kServe:
      return Serve(action.version);
    case SnapshotAction::Kind::kRelease:
      return Release(action.version);
  }
}

void SnapshotManager::Load(const std::string& version) {
  {
    std::lock_guard lock(mutex_);
    records_[version].status.set_state(v1::SNAPSHOT_STATE_LOADING);
  }
  spdlog::info("snapshot {}: loading", version);
  const absl::Time start = absl::Now();
  auto loaded = FetchAndLoad(version);
  const absl::Time end = absl::Now();
  std::lock_guard lock(mutex_);
  Record& record = records_[version];
  if (!loaded.ok()) {
    spdlog::error("snapshot {}: refused: {}", version,
                  loaded.status().ToString());
    ++load_failures_[absl::StatusCodeToString(loaded.status().code())];
    record.status.set_state(v1::SNAPSHOT_STATE_REFUSED);
    record.status.set_error(
        absl::StrCat(absl::StatusCodeToString(loaded.status().code()), ": ",
                     loaded.status().message()));
    return;
  }
  record.snapshot = *std::move(loaded);
  record.load_seconds = absl::ToDoubleSeconds(end - start);
  const v1::SnapshotManifest& manifest = record.snapshot->manifest();
  record.status.set_state(v1::SNAPSHOT_STATE_LOADED);
  *record.status.mutable_load_time() = ToTimestamp(end);
  spdlog::info(
      "snapshot {}: loaded in {:.3f} s, {} items, {} customers, {} bytes",
      version, record.load_seconds, manifest.item_count(),
      manifest.customer_count(), record.status.size_bytes());
}

absl::StatusOr<std::unique_ptr<const Snapshot>> SnapshotManager::FetchAndLoad(
    const std::string& version) const {
  C2V_ASSIGN_OR_RETURN(const std::string folder, store_->Fetch(version));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Snapshot> snapshot,
                       options_.load(folder));
  if (snapshot->version() != version) {
    return absl::DataLossError(absl::StrCat(
        folder, ": the manifest says version ", snapshot->version(),
        "; a snapshot stands in the folder of its version"));
  }
  return snapshot;
}

void SnapshotManager::Serve(const std::string& version) {
  std::shared_ptr<const Snapshot> snapshot;
  {
    std::lock_guard lock(mutex_);
    stable_ = version;
    snapshot = records_[version].snapshot;
  }
  SwapServingSet();
  options_.on_stable(*snapshot);
  spdlog::info("snapshot {}: serving as \"{}\"", version, kStableLabel);
}

void SnapshotManager::Release(const std::string& version) {
  {
    std::lock_guard lock(mutex_);
    Record& record = records_[version];
    retired_.push_back(std::move(record.snapshot));
    record.snapshot = nullptr;
    record.status.set_state(v1::SNAPSHOT_STATE_AVAILABLE);
    record.status.clear_load_time();
  }
  SwapServingSet();
  spdlog::info("snapshot {}: released", version);
}

void SnapshotManager::SwapServingSet() {
  ServingSet set;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [version, record] : records_) {
      if (record.snapshot == nullptr) continue;
      set.loaded.push_back(record.snapshot);
      if (version == stable_) set.stable = record.snapshot.get();
    }
  }
  serving_.Swap(set);
}

void SnapshotManager::FreeRetired() {
  // Nobody can take new references to what is in no serving set, so a count of
  // one stays one.
  std::erase_if(retired_, [](const std::shared_ptr<const Snapshot>& snapshot) {
    return snapshot.use_count() == 1;
  });
}

v1::SnapshotStatus SnapshotManager::StatusOf(const Record& record) const {
  v1::SnapshotStatus status = record.status;
  if (status.version() == stable_) status.add_labels(kStableLabel);
  return status;
}

std::vector<v1::SnapshotStatus> SnapshotManager::Statuses() const {
  std::lock_guard lock(mutex_);
  std::vector<v1::SnapshotStatus> statuses;
  for (const auto& [version, record] : records_) {
    statuses.push_back(StatusOf(record));
  }
  return statuses;
}

std::vector<LoadedSnapshot> SnapshotManager::Loaded() const {
  std::lock_guard lock(mutex_);
  std::vector<LoadedSnapshot> loaded;
  for (const auto& [version, record] : records_) {
    if (record.snapshot == nullptr) continue;
    loaded.push_back(
        {record.snapshot, version == stable_, record.load_seconds});
  }
  return loaded;
}

std::map<std::string, uint64_t> SnapshotManager::load_failures() const {
  std::lock_guard lock(mutex_);
  return load_failures_;
}

absl::Status SnapshotManager::Readiness() const {
  std::lock_guard lock(mutex_);
  return stable_.empty() ? NoSnapshot(WhyNone()) : absl::OkStatus();
}

std::string SnapshotManager::WhyNone() const {
  if (!listing_.ok()) {
    return absl::StrCat("the store cannot be listed: ", listing_.message());
  }
  for (const auto& [version, record] : records_) {
    if (record.status.state() == v1::SNAPSHOT_STATE_LOADING) {
      return absl::StrCat(version, " is being loaded");
    }
  }
  for (const auto& [version, record] : records_) {
    if (record.status.state() == v1::SNAPSHOT_STATE_REFUSED) {
      return absl::StrCat(version, " was refused: ", record.status.error());
    }
  }
  return "the store holds none";
}

}  // namespace customer2vec
