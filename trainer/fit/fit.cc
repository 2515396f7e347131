#include "trainer/fit/fit.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/base/version.h"
#include "trainer/config/protocol_config.h"
#include "trainer/config/training_config.h"
#include "trainer/fit/fit_evaluation.h"
#include "trainer/fit/measure.h"
#include "trainer/fit/run_steps.h"
#include "trainer/fit/warm_start.h"
#include "trainer/fit/write_snapshot.h"
#include "trainer/models/load_data.h"
#include "trainer/models/model_registry.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {
namespace {

// The stage whose result is the version that is about to be published.
constexpr char kPublishStage[] = "publish";
// The stage whose result is the version that the run goes on from.
constexpr char kWarmStartStage[] = "warm-start";

// The state of a run with checkpoints, or null without.
absl::StatusOr<std::unique_ptr<RunCheckpoint>> OpenCheckpoint(
    const CheckpointOptions& options, const ProgressLine& progress) {
  if (options.folder.empty()) return nullptr;
  return RunCheckpoint::Open(options, progress);
}

// `asked` is the configuration as it was asked for: a "latest" in it stays one,
// since what is newest changes as soon as the run has published.
absl::Status BindCheckpoint(RunCheckpoint* checkpoint, std::string asked,
                            const std::string& data_fingerprint) {
  if (checkpoint == nullptr) return absl::OkStatus();
  return checkpoint->Bind(
      {.config = std::move(asked),
       .data = data_fingerprint,
       .program = absl::StrFormat("%s %s", CodeVersion(), SgnsTargetName())});
}

// The snapshot that the run goes on from, null for none: what "latest" stood
// for when the run began. `loaded` is what it stands for now, if that was
// looked up; it is used where the run has just begun.
absl::Status FixWarmStart(const StageCheckpoint& stage,
                          const SnapshotStore& store,
                          v1::TrainingConfig* config,
                          std::unique_ptr<const WarmStart>* loaded) {
  v1::SnapshotManifest began;
  if (stage.RestoreResult(&began)) {
    config->mutable_warm_start()->set_version(began.version());
  }
  if (*loaded == nullptr) {
    C2V_ASSIGN_OR_RETURN(*loaded, WarmStart::Load(store, config));
  }
  if (*loaded == nullptr || !began.version().empty()) return absl::OkStatus();
  began.set_version(config->warm_start().version());
  return stage.SaveResult(began);
}

// Says what goes on and what does not; stops where too much would be lost.
absl::Status GoOnFrom(const WarmStart& warm, const Corpus& corpus,
                      const RunSteps& steps, v1::WarmStartReport* report) {
  for (const std::string& note : warm.notes()) steps.Say(note);
  *report = warm.Report(corpus);
  steps.Say(WarmStartLine(*report));
  return warm.CheckLost(*report);
}

v1::SnapshotManifest VersionOnly(const v1::SnapshotManifest& manifest) {
  v1::SnapshotManifest version;
  version.set_version(manifest.version());
  return version;
}

// The version that this run published before it was killed, if it came so far;
// there is nothing left to do then but to clean up.
absl::StatusOr<std::optional<std::string>> PublishedBefore(
    RunCheckpoint* checkpoint, const SnapshotStore& store) {
  v1::SnapshotManifest written;
  if (!StageCheckpoint(checkpoint, kPublishStage).RestoreResult(&written)) {
    return std::nullopt;
  }
  C2V_ASSIGN_OR_RETURN(const std::vector<std::string> versions,
                       store.ListVersions());
  if (std::ranges::count(versions, written.version()) == 0) return std::nullopt;
  C2V_RETURN_IF_ERROR(checkpoint->Remove());
  return written.version();
}

int64_t UnixSeconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

absl::Status CompleteConfig(v1::TrainingConfig* config) {
  FillDefaults(config);
  FillModelDefaults(config);
  C2V_RETURN_IF_ERROR(CheckTrainingConfig(*config));
  return CheckModels(*config);
}

absl::Status CheckConfig(v1::TrainingConfig config) {
  return CompleteConfig(&config);
}

absl::StatusOr<std::string> Fit(v1::TrainingConfig config,
                                const FitOptions& options, SnapshotStore& store,
                                const ProgressLine& progress) {
  C2V_RETURN_IF_ERROR(CompleteConfig(&config));
  if (HasOwnCases(config.evaluation().protocol())) {
    FillProtocolDefaults(config.mutable_evaluation());
  }
  std::string asked = config.SerializeAsString();
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<RunCheckpoint> checkpoint,
                       OpenCheckpoint(options.checkpoint, progress));
  const StageCheckpoint began(checkpoint.get(), kWarmStartStage);
  std::unique_ptr<const WarmStart> warm;
  if (!began.HasResult()) {  // mistakes show before any data is read
    C2V_ASSIGN_OR_RETURN(warm, WarmStart::Load(store, &config));
  }
  v1::SnapshotManifest manifest;
  RunSteps steps(progress, manifest.mutable_provenance());

  steps.Begin("read");
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadData(config, options.data_root));
  steps.Say(data.report.ToString());
  C2V_RETURN_IF_ERROR(BindCheckpoint(checkpoint.get(), std::move(asked),
                                     data.report.fingerprint));
  C2V_ASSIGN_OR_RETURN(const std::optional<std::string> published,
                       PublishedBefore(checkpoint.get(), store));
  if (published.has_value()) return *published;
  C2V_RETURN_IF_ERROR(FixWarmStart(began, store, &config, &warm));
  if (warm != nullptr) {
    C2V_RETURN_IF_ERROR(
        GoOnFrom(*warm, data.corpus, steps,
                 manifest.mutable_provenance()->mutable_warm_start()));
  }

  if (!config.evaluation().skip()) {
    C2V_RETURN_IF_ERROR(EvaluateRun(data, options.data_root, checkpoint.get(),
                                    steps, &config, &manifest));
  }
  if (warm != nullptr) warm->TakeChoices(&config);
  SetUnchosenParameters(&config);

  steps.Begin("train");
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<FittedModels> fitted,
      LearnAll({data.corpus, data.catalogue, data.side}, config, progress,
               {.warm_start = warm.get(),
                .checkpoint = StageCheckpoint(checkpoint.get(), "train")}));

  steps.Begin("write");
  const int64_t now = UnixSeconds();
  manifest.set_version(NewSnapshotVersion(now, std::random_device()()));
  manifest.mutable_create_time()->set_seconds(now);
  v1::Provenance* provenance = manifest.mutable_provenance();
  *provenance->mutable_config() = config;
  provenance->set_data_fingerprint(data.report.fingerprint);
  *provenance->mutable_logs() = {data.report.logs.begin(),
                                 data.report.logs.end()};
  provenance->set_code_version(std::string(CodeVersion()));
  provenance->set_simd_target(SgnsTargetName());
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<PendingSnapshot> pending,
                       store.Begin(manifest.version()));
  C2V_RETURN_IF_ERROR(WriteSnapshot(pending->folder(), *fitted, data.corpus,
                                    config, manifest, progress));

  steps.Begin("publish");
  C2V_RETURN_IF_ERROR(StageCheckpoint(checkpoint.get(), kPublishStage)
                          .SaveResult(VersionOnly(manifest)));
  C2V_RETURN_IF_ERROR(pending->Publish());
  steps.End();
  if (checkpoint != nullptr) {
    C2V_RETURN_IF_ERROR(checkpoint->Remove());
  }
  return manifest.version();
}

}  // namespace customer2vec
