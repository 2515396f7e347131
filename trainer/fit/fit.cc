#include "trainer/fit/fit.h"

#include <chrono>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/base/version.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/fit/measure.h"
#include "trainer/fit/write_snapshot.h"
#include "trainer/models/model_registry.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {
namespace {

using Clock = std::chrono::steady_clock;

// Announces steps and notes how long they took in the manifest's provenance.
class Steps {
 public:
  Steps(const ProgressLine& progress, v1::Provenance* provenance)
      : progress_(progress), provenance_(provenance) {}

  void Begin(absl::string_view step) {
    End();
    current_ = std::string(step);
    begin_ = Clock::now();
    Say(absl::StrFormat("== %s", step));
  }

  void End() {
    if (current_.empty()) return;
    const std::chrono::duration<double> elapsed = Clock::now() - begin_;
    v1::StepDuration* duration = provenance_->add_steps();
    duration->set_step(current_);
    duration->set_seconds(elapsed.count());
    Say(absl::StrFormat("== %s took %.1f s", current_, elapsed.count()));
    current_.clear();
  }

  void Say(absl::string_view line) const {
    if (progress_) progress_(line);
  }

 private:
  const ProgressLine& progress_;
  v1::Provenance* provenance_;
  std::string current_;
  Clock::time_point begin_;
};

std::string ToLine(const v1::EvaluationFigure& figure) {
  return absl::StrFormat("%-18s %-16s %s@%d %.4f +- %.4f (%d cases)",
                         figure.servable(), figure.task(), figure.metric(),
                         figure.cutoff(), figure.value(),
                         figure.standard_error(), figure.case_count());
}

// Chooses on the validation cut and measures on the test cut. Leaves the
// defaults, and says so, where customers have too few baskets to hold any out.
absl::Status Evaluate(const LoadedData& data, const ProgressLine& progress,
                      Steps& steps, v1::TrainingConfig* config,
                      v1::SnapshotManifest* manifest) {
  const ShopCut test = HoldOut(data.corpus, data.catalogue);
  {
    const ShopCut validation = HoldOut(test.cut.training, test.catalogue);
    if (validation.cut.held_out.empty()) {
      steps.Say(
          "nothing to measure: no customer has three baskets; parameters stay "
          "at their defaults");
      return absl::OkStatus();
    }
    steps.Begin("choose");
    C2V_RETURN_IF_ERROR(
        ChooseParameters(validation, data.side, config, progress));
  }
  steps.Begin("measure");
  C2V_ASSIGN_OR_RETURN(const std::vector<v1::EvaluationFigure> figures,
                       Measure(test, data.side, *config, progress));
  for (const v1::EvaluationFigure& figure : figures) {
    *manifest->add_evaluation() = figure;
    steps.Say(ToLine(figure));
  }
  return absl::OkStatus();
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
  v1::SnapshotManifest manifest;
  Steps steps(progress, manifest.mutable_provenance());

  steps.Begin("read");
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), options.data_root));
  steps.Say(data.report.ToString());

  if (!config.evaluation().skip()) {
    C2V_RETURN_IF_ERROR(Evaluate(data, progress, steps, &config, &manifest));
  }
  SetUnchosenParameters(&config);

  steps.Begin("train");
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<FittedModels> fitted,
      LearnAll({data.corpus, data.catalogue, data.side}, config, progress));

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
  C2V_RETURN_IF_ERROR(pending->Publish());
  steps.End();
  return manifest.version();
}

}  // namespace customer2vec
