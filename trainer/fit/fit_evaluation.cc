#include "trainer/fit/fit_evaluation.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/cases/protocol_cases.h"
#include "trainer/config/protocol_config.h"
#include "trainer/fit/measure.h"

namespace customer2vec {
namespace {

// Figures of the session protocol. "session" is the task of a hidden item.
constexpr char kSessionPrefixTask[] = "session_prefix";

std::string TaskOf(const v1::EvaluationProtocol& protocol) {
  return protocol.has_session() ? kSessionPrefixTask : ProtocolName(protocol);
}

std::string ToLine(const v1::EvaluationFigure& figure) {
  return absl::StrFormat("%-18s %-16s %s@%d %.4f +- %.4f (%d cases)",
                         figure.servable(), figure.task(), figure.metric(),
                         figure.cutoff(), figure.value(),
                         figure.standard_error(), figure.case_count());
}

using Figures = std::vector<v1::EvaluationFigure>;

// Measures, unless that was done before, and says what came out.
absl::Status MeasureOnce(
    const StageCheckpoint& stage, RunSteps& steps,
    const std::function<absl::StatusOr<Figures>()>& measure,
    const v1::TrainingConfig& config, v1::SnapshotManifest* manifest) {
  v1::SnapshotManifest measured;
  if (!stage.RestoreResult(&measured)) {
    steps.Begin("measure");
    C2V_ASSIGN_OR_RETURN(const Figures figures, measure());
    *measured.mutable_evaluation() = {figures.begin(), figures.end()};
    C2V_RETURN_IF_ERROR(stage.SaveResult(measured));
  }
  *manifest->mutable_evaluation() = measured.evaluation();
  for (const v1::EvaluationFigure& figure : measured.evaluation()) {
    steps.Say(ToLine(figure));
  }
  if (!config.warm_start().version().empty()) {
    steps.Say("these figures are of models that were learned from nothing");
  }
  return absl::OkStatus();
}

// Chooses, unless that was done before.
absl::Status ChooseOnce(const StageCheckpoint& stage, RunSteps& steps,
                        const std::function<absl::Status()>& choose,
                        v1::TrainingConfig* config) {
  if (stage.RestoreResult(config)) return absl::OkStatus();
  steps.Begin("choose");
  C2V_RETURN_IF_ERROR(choose());
  return stage.SaveResult(*config);
}

// By the last basket of each customer.
absl::Status EvaluateCuts(const LoadedData& data, RunCheckpoint* checkpoint,
                          RunSteps& steps, v1::TrainingConfig* config,
                          v1::SnapshotManifest* manifest) {
  const StageCheckpoint choice(checkpoint, "choose");
  const StageCheckpoint measurement(checkpoint, "measure");
  const ShopCut test = HoldOut(data.corpus, data.catalogue);
  const ShopCut validation = HoldOut(test.cut.training, test.catalogue);
  if (validation.cut.held_out.empty()) {
    steps.Say(
        "nothing to measure: no customer has three baskets; parameters stay "
        "at their defaults. Of sessions, set evaluation.protocol to session or "
        "leave_one_out, and they are chosen and measured by it");
    return absl::OkStatus();
  }
  C2V_RETURN_IF_ERROR(ChooseOnce(
      choice, steps,
      [&] {
        return ChooseParameters(validation, data.side, config, steps.progress(),
                                choice);
      },
      config));
  return MeasureOnce(
      measurement, steps,
      [&] {
        return Measure(test, data.side, *config, steps.progress(), measurement);
      },
      *config, manifest);
}

// The cases of a protocol's first run over the data.
class ProtocolRun {
 public:
  ProtocolRun(const LoadedData& data, const ProtocolCases& source,
              const RunCases& cases, const v1::EvaluationConfig& evaluation)
      : data_(data),
        source_(source),
        cases_(cases),
        cutoff_(static_cast<size_t>(
            *std::ranges::min_element(evaluation.cutoffs()))) {}

  absl::Status Choose(v1::TrainingConfig* config, const ProgressLine& progress,
                      const StageCheckpoint& stage) const {
    const Corpus& training = cases_.ValidationTraining(data_.corpus);
    const CatalogueTable catalogue = CatalogueOf(training);
    return ChooseParametersOn(Asked(cases_.validation),
                              {training, catalogue, data_.side}, config,
                              progress, stage);
  }

  absl::StatusOr<Figures> Measure(v1::TrainingConfig config,
                                  const ProgressLine& progress,
                                  const StageCheckpoint& stage) const {
    SetUnchosenParameters(&config);
    const Corpus& training = cases_.Training(data_.corpus);
    const CatalogueTable catalogue = CatalogueOf(training);
    return MeasureOn(Asked(cases_.test), TaskOf(config.evaluation().protocol()),
                     {training, catalogue, data_.side}, config, progress,
                     stage);
  }

 private:
  ChoiceCases Asked(std::span<const ProtocolCase> cases) const {
    return {.cases = cases,
            .exclude_events = source_.exclude_events(),
            .cutoff = cutoff_,
            .choose_default = true};
  }

  CatalogueTable CatalogueOf(const Corpus& training) const {
    return data_.catalogue.Reordered(data_.corpus.arrays().item_ids,
                                     training.arrays().item_ids);
  }

  const LoadedData& data_;
  const ProtocolCases& source_;
  const RunCases& cases_;
  const size_t cutoff_;
};

absl::Status EvaluateByProtocol(const LoadedData& data,
                                absl::string_view data_root,
                                RunCheckpoint* checkpoint, RunSteps& steps,
                                v1::TrainingConfig* config,
                                v1::SnapshotManifest* manifest) {
  C2V_ASSIGN_OR_RETURN(const ProtocolCases source,
                       ProtocolCases::Open(*config, data.corpus, data_root));
  for (const std::string& note : source.notes()) steps.Say(note);
  const absl::StatusOr<RunCases> cases = source.OfRun(0);
  if (!cases.ok()) {
    steps.Say(absl::StrCat(cases.status().message(),
                           "; parameters stay at their defaults"));
    return absl::OkStatus();
  }
  const ProtocolRun run(data, source, *cases, config->evaluation());
  const StageCheckpoint choice(checkpoint, "choose");
  const StageCheckpoint measurement(checkpoint, "measure");
  if (cases->validation.empty()) {
    steps.Say("no case to choose on: parameters stay at their defaults");
  } else {
    C2V_RETURN_IF_ERROR(ChooseOnce(
        choice, steps,
        [&] { return run.Choose(config, steps.progress(), choice); }, config));
  }
  return MeasureOnce(
      measurement, steps,
      [&] { return run.Measure(*config, steps.progress(), measurement); },
      *config, manifest);
}

}  // namespace

bool HasOwnCases(const v1::EvaluationProtocol& protocol) {
  return protocol.has_session() || protocol.has_leave_one_out() ||
         protocol.has_next_basket();
}

absl::Status EvaluateRun(const LoadedData& data, absl::string_view data_root,
                         RunCheckpoint* checkpoint, RunSteps& steps,
                         v1::TrainingConfig* config,
                         v1::SnapshotManifest* manifest) {
  if (HasOwnCases(config->evaluation().protocol())) {
    return EvaluateByProtocol(data, data_root, checkpoint, steps, config,
                              manifest);
  }
  return EvaluateCuts(data, checkpoint, steps, config, manifest);
}

}  // namespace customer2vec
