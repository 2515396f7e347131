#include "trainer/compare/evaluate_outcomes.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/compare/figure_table.h"
#include "trainer/compare/needed_models.h"
#include "trainer/config/training_config.h"
#include "trainer/evaluation/outcome_evaluation.h"
#include "trainer/fit/measure.h"
#include "trainer/models/lookalike/labelled_customers.h"
#include "trainer/models/lookalike/lookalike_inputs.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

using Models = std::vector<v1::ModelConfig>;

bool IsSpace(const v1::ModelConfig& model) {
  const auto family = FindModelFamily(model);
  return family.ok() && (*family)->publishes == v1::SERVABLE_KIND_SPACE;
}

// The models that are measured. Errors for one that knows nothing of customers.
absl::StatusOr<Models> MeasuredModels(const v1::TrainingConfig& config) {
  const auto& names = config.evaluation().models();
  Models models;
  for (const v1::ModelConfig& model : config.models()) {
    const bool wanted = names.empty() || std::count(names.begin(), names.end(),
                                                    model.name()) > 0;
    if (!wanted) continue;
    if (model.has_lookalike() || IsSpace(model)) {
      models.push_back(model);
    } else if (!names.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("model \"", model.name(),
                       "\" has no vectors or features of "
                       "customers: outcome_prediction measures spaces and "
                       "look-alike models"));
    }
  }
  return models;
}

// What the models stand on: spaces, and no look-alike model, whose features
// need no learning.
v1::TrainingConfig SpacesFor(const Models& models,
                             const v1::TrainingConfig& config) {
  std::vector<std::string> names;
  for (const v1::ModelConfig& model : models) names.push_back(model.name());
  const v1::TrainingConfig needed = WithNeededModels(config, names);
  v1::TrainingConfig spaces = needed;
  spaces.clear_models();
  for (const v1::ModelConfig& model : needed.models()) {
    if (!model.has_lookalike()) *spaces.add_models() = model;
  }
  return spaces;
}

// The features that a model stands for.
v1::LookalikeConfig FeaturesOf(const v1::ModelConfig& model) {
  if (model.has_lookalike()) return model.lookalike();
  v1::LookalikeConfig features;
  features.set_hand_crafted(false);
  features.add_spaces(model.name());
  return features;
}

// The features of every model of one run.
class Features {
 public:
  static absl::StatusOr<Features> Make(const Models& models,
                                       const ShopData& data,
                                       const FittedModels& fitted) {
    Features features;
    for (const v1::ModelConfig& model : models) {
      C2V_ASSIGN_OR_RETURN(
          LookalikeInputs inputs,
          MakeLookalikeInputs(FeaturesOf(model), data.corpus, fitted.tables(),
                              data.side.customers, fitted.servables()),
          "model \"", model.name(), "\"");
      features.inputs_.push_back(std::move(inputs));
      features.names_.push_back(model.name());
    }
    return features;
  }

  // Adds the figures of one outcome.
  absl::Status Measure(const LabelledCustomers& task,
                       const OutcomeEvaluationOptions& options,
                       FigureTable* table) const {
    std::vector<std::vector<float>> values;
    std::vector<FeatureSet> sets;
    for (size_t i = 0; i < names_.size(); ++i) {
      values.push_back(FillInputs(inputs_[i].inputs, task.customers));
    }
    for (size_t i = 0; i < names_.size(); ++i) {
      sets.push_back({names_[i], values[i], inputs_[i].inputs.dimension()});
    }
    C2V_ASSIGN_OR_RETURN(const std::vector<OutcomeScores> scores,
                         EvaluateOutcome(sets, task.labels, options),
                         "outcome \"", task.metric, "\"");
    for (const OutcomeScores& score : scores) Add(task, score, table);
    return absl::OkStatus();
  }

 private:
  static void Add(const LabelledCustomers& task, const OutcomeScores& score,
                  FigureTable* table) {
    const auto add_folds = [&](const char* metric,
                               const std::vector<double>& values) {
      for (const double value : values) {
        table->Add(
            score.name, {task.metric, metric, 0},
            {.value = value, .cases = task.customers.size(), .of_split = true});
      }
    };
    add_folds("auc", score.fold_aucs);
    add_folds("log_loss", score.fold_log_losses);
    table->Add(
        score.name, {task.metric, "calibration_error", 0},
        {.value = score.calibration_error, .cases = task.customers.size()});
  }

  std::vector<std::string> names_;
  std::vector<LookalikeInputs> inputs_;
};

std::string NoteOn(const LabelledCustomers& task) {
  return absl::StrCat(task.metric, ": ", task.positive_count(), " of ",
                      task.labels.size(), " customers are a yes; ",
                      task.without_baskets,
                      " outcomes of customers without baskets are left out");
}

}  // namespace

absl::StatusOr<v1::EvaluationReport> EvaluateOutcomes(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions&, const ProgressLine& progress) {
  const auto& protocol = config.evaluation().protocol().outcome_prediction();
  C2V_ASSIGN_OR_RETURN(const Models models, MeasuredModels(config));
  C2V_ASSIGN_OR_RETURN(
      const std::vector<LabelledCustomers> tasks,
      LabelCustomers(data.side.outcomes, data.corpus,
                     std::vector<std::string>(protocol.outcomes().begin(),
                                              protocol.outcomes().end()),
                     protocol.positive_above()));
  FigureTable table;
  for (int run = 0; run < config.evaluation().runs(); ++run) {
    v1::TrainingConfig seeded = SpacesFor(models, config);
    seeded.set_seed(config.seed() + run);
    if (progress) progress(absl::StrCat("== seed ", seeded.seed()));
    SetUnchosenParameters(&seeded);
    C2V_ASSIGN_OR_RETURN(const std::unique_ptr<FittedModels> fitted,
                         LearnAll(data, seeded, progress));
    C2V_ASSIGN_OR_RETURN(const Features features,
                         Features::Make(models, data, *fitted));
    for (const LabelledCustomers& task : tasks) {
      C2V_RETURN_IF_ERROR(features.Measure(
          task,
          {.repeats = static_cast<uint32_t>(protocol.repeats()),
           .folds = static_cast<uint32_t>(protocol.folds()),
           .seed = seeded.seed(),
           .threads = ThreadCount(seeded)},
          &table));
    }
  }
  v1::EvaluationReport report =
      table.Report(config.evaluation().reference(),
                   {.test_over_train = 1.0 / (protocol.folds() - 1)});
  for (const LabelledCustomers& task : tasks) report.add_notes(NoteOn(task));
  return report;
}

}  // namespace customer2vec
