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
#include "trainer/evaluation/cut.h"
#include "trainer/evaluation/evaluate.h"
#include "trainer/fit/measure.h"
#include "trainer/fit/write_snapshot.h"
#include "trainer/models/item2vec/item2vec_config.h"
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

void FillModelDefaults(v1::TrainingConfig* config) {
  FillDefaults(config);
  for (v1::ModelConfig& model : *config->mutable_models()) {
    if (model.has_item2vec()) FillItem2VecDefaults(model.mutable_item2vec());
  }
}

absl::Status CheckModelSettings(const v1::TrainingConfig& config) {
  for (int i = 0; i < config.models_size(); ++i) {
    if (!config.models(i).has_item2vec()) continue;
    C2V_RETURN_IF_ERROR(CheckItem2VecConfig(
        config.models(i).item2vec(), absl::StrCat("models[", i, "].item2vec")));
  }
  return absl::OkStatus();
}

// Writes what was chosen into the configuration that the snapshot keeps.
void RecordParameters(const ServingParameters& parameters,
                      v1::TrainingConfig* config) {
  for (v1::ModelConfig& model : *config->mutable_models()) {
    if (model.has_personal_frequency()) {
      model.mutable_personal_frequency()->set_decay(parameters.decay);
    } else if (model.has_repeat_discovery()) {
      model.mutable_repeat_discovery()->set_discovery_weight(
          parameters.discovery_weight);
      model.mutable_repeat_discovery()->set_popularity_weight(
          parameters.popularity_weight);
    }
  }
}

std::string ToLine(const v1::EvaluationFigure& figure) {
  return absl::StrFormat("%-18s %-16s %s@%d %.4f +- %.4f (%d cases)",
                         figure.servable(), figure.task(), figure.metric(),
                         figure.cutoff(), figure.value(),
                         figure.standard_error(), figure.case_count());
}

// Chooses on the validation cut and measures on the test cut. Leaves the
// defaults, and says so, where customers have too few baskets to hold any out.
absl::Status Evaluate(const Corpus& corpus, const v1::TrainingConfig& config,
                      const ProgressLine& progress, Steps& steps,
                      ServingParameters* parameters,
                      v1::SnapshotManifest* manifest) {
  const Cut test = HoldOutLastBaskets(corpus);
  const Cut validation = HoldOutLastBaskets(test.training);
  if (validation.held_out.empty()) {
    steps.Say(
        "nothing to measure: no customer has three baskets; parameters stay at "
        "their defaults");
    return absl::OkStatus();
  }
  steps.Begin("choose");
  C2V_ASSIGN_OR_RETURN(*parameters,
                       ChooseParameters(validation, config, progress));
  steps.Begin("measure");
  C2V_ASSIGN_OR_RETURN(const std::vector<v1::EvaluationFigure> figures,
                       Measure(test, config, *parameters, progress));
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

absl::Status CheckConfig(v1::TrainingConfig config) {
  FillModelDefaults(&config);
  C2V_RETURN_IF_ERROR(CheckTrainingConfig(config));
  return CheckModelSettings(config);
}

absl::StatusOr<std::string> Fit(v1::TrainingConfig config,
                                const FitOptions& options, SnapshotStore& store,
                                const ProgressLine& progress) {
  FillModelDefaults(&config);
  C2V_RETURN_IF_ERROR(CheckTrainingConfig(config));
  C2V_RETURN_IF_ERROR(CheckModelSettings(config));
  v1::SnapshotManifest manifest;
  Steps steps(progress, manifest.mutable_provenance());

  steps.Begin("read");
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), options.data_root));
  steps.Say(data.report.ToString());

  ServingParameters parameters = ConfiguredParameters(config);
  if (!config.evaluation().skip()) {
    C2V_RETURN_IF_ERROR(
        Evaluate(data.corpus, config, progress, steps, &parameters, &manifest));
  }

  steps.Begin("train");
  C2V_ASSIGN_OR_RETURN(const std::vector<SpaceModel> models,
                       TrainSpaces(data.corpus, config, progress));

  steps.Begin("write");
  RecordParameters(parameters, &config);
  const int64_t now = UnixSeconds();
  manifest.set_version(NewSnapshotVersion(now, std::random_device()()));
  manifest.mutable_create_time()->set_seconds(now);
  v1::Provenance* provenance = manifest.mutable_provenance();
  *provenance->mutable_config() = config;
  provenance->set_data_fingerprint(data.report.fingerprint);
  provenance->set_code_version(std::string(CodeVersion()));
  provenance->set_simd_target(SgnsTargetName());
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<PendingSnapshot> pending,
                       store.Begin(manifest.version()));
  C2V_RETURN_IF_ERROR(
      WriteSnapshot(pending->folder(),
                    {data.corpus, data.catalogue, config, models, parameters},
                    manifest, progress));

  steps.Begin("publish");
  C2V_RETURN_IF_ERROR(pending->Publish());
  steps.End();
  return manifest.version();
}

}  // namespace customer2vec
