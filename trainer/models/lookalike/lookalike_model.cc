#include "trainer/models/lookalike/lookalike_model.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/field_checks.h"
#include "trainer/models/logistic/choose_l2.h"
#include "trainer/models/logistic/standardization.h"
#include "trainer/models/lookalike/labelled_customers.h"
#include "trainer/models/lookalike/lookalike_inputs.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* config) {
  v1::LookalikeConfig* lookalike = config->mutable_lookalike();
  if (!lookalike->has_hand_crafted()) lookalike->set_hand_crafted(true);
  if (lookalike->share_power() == 0) lookalike->set_share_power(0.5);
  if (lookalike->folds() == 0) lookalike->set_folds(5);
  if (!lookalike->l2_strengths().empty()) return;
  for (const double strength : DefaultL2Strengths()) {
    lookalike->add_l2_strengths(strength);
  }
}

absl::Status CheckFeatures(const v1::LookalikeConfig& lookalike,
                           const std::string& field) {
  if (!lookalike.hand_crafted() && lookalike.spaces().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        field, " has no features: set hand_crafted or name spaces"));
  }
  if (!lookalike.hand_crafted() && !lookalike.customer_attributes().empty()) {
    return InvalidField(field, "customer_attributes",
                        "are hand-crafted features: set hand_crafted, or "
                        "leave them out");
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const v1::LookalikeConfig& lookalike = config.lookalike();
  C2V_RETURN_IF_ERROR(CheckFeatures(lookalike, field));
  const double power = lookalike.share_power();
  const double above = lookalike.positive_above();
  FieldChecks checks(field);
  checks
      .That("share_power", power, power > 0 && power <= 1,
            "a number above 0, up to 1")
      .That("positive_above", above, std::isfinite(above), "a finite number");
  for (int i = 0; i < lookalike.l2_strengths_size(); ++i) {
    checks.Positive(absl::StrCat("l2_strengths[", i, "]"),
                    lookalike.l2_strengths(i));
  }
  return checks.Range("folds", lookalike.folds(), 2, 100).status();
}

std::vector<std::string> Dependencies(const v1::ModelConfig& config) {
  return {config.lookalike().spaces().begin(),
          config.lookalike().spaces().end()};
}

// All customers with a label, ascending.
std::vector<uint32_t> Union(std::span<const LabelledCustomers> tasks) {
  std::vector<uint32_t> customers;
  for (const LabelledCustomers& task : tasks) {
    customers.insert(customers.end(), task.customers.begin(),
                     task.customers.end());
  }
  std::sort(customers.begin(), customers.end());
  customers.erase(std::unique(customers.begin(), customers.end()),
                  customers.end());
  return customers;
}

// Places of `wanted` in `customers`. REQUIRES: both ascend, all are there.
std::vector<uint32_t> PlacesIn(std::span<const uint32_t> customers,
                               std::span<const uint32_t> wanted) {
  std::vector<uint32_t> places;
  for (const uint32_t customer : wanted) {
    places.push_back(static_cast<uint32_t>(
        std::lower_bound(customers.begin(), customers.end(), customer) -
        customers.begin()));
  }
  return places;
}

void Record(const LabelledCustomers& task, const TunedLogistic& tuned,
            v1::LogisticOutcome* outcome) {
  outcome->set_metric(task.metric);
  outcome->set_bias(tuned.model.bias);
  outcome->set_l2_strength(tuned.l2);
  outcome->set_positive_count(static_cast<int64_t>(task.positive_count()));
  outcome->set_negative_count(
      static_cast<int64_t>(task.labels.size() - task.positive_count()));
  outcome->set_auc(tuned.held_out_auc);
  outcome->set_log_loss(tuned.held_out_log_loss);
}

// Learns one outcome after another; their weights, row after row.
absl::StatusOr<std::vector<float>> LearnOutcomes(
    std::span<const LabelledCustomers> tasks,
    std::span<const uint32_t> customers, const DenseRows& rows,
    const v1::LookalikeConfig& config, const ModelContext& context,
    const std::string& name, v1::LogisticSpec* spec) {
  std::vector<float> weights;
  for (const LabelledCustomers& task : tasks) {
    const std::vector<uint32_t> places = PlacesIn(customers, task.customers);
    C2V_ASSIGN_OR_RETURN(
        const TunedLogistic tuned,
        FitTunedLogistic(rows.Select(places), task.labels,
                         {.strengths = {config.l2_strengths().begin(),
                                        config.l2_strengths().end()},
                          .folds = static_cast<uint32_t>(config.folds()),
                          .seed = context.seed,
                          .balance_classes = config.balance_classes()}),
        "outcome \"", task.metric, "\"");
    Record(task, tuned, spec->add_outcomes());
    weights.insert(weights.end(), tuned.model.weights.begin(),
                   tuned.model.weights.end());
    if (context.progress) {
      context.progress(absl::StrFormat(
          "%s: %s from %d customers (%d without baskets left out), l2 %g, "
          "held-out AUC %.3f",
          name, task.metric, task.labels.size(), task.without_baskets, tuned.l2,
          tuned.held_out_auc));
    }
  }
  return weights;
}

absl::Status WriteFiles(const std::string& name, std::vector<float> columns,
                        Standardization standard, std::vector<float> weights,
                        MemoryFiles* files) {
  if (!columns.empty()) {
    C2V_RETURN_IF_ERROR(
        files->Adopt(ServableFile(name, "columns.0.f32"), std::move(columns)));
  }
  C2V_RETURN_IF_ERROR(
      files->Adopt(ServableFile(name, "means.f32"), std::move(standard.means)));
  C2V_RETURN_IF_ERROR(files->Adopt(ServableFile(name, "scales.f32"),
                                   std::move(standard.scales)));
  return files->Adopt(ServableFile(name, "weights.f32"), std::move(weights));
}

absl::StatusOr<LearnedModel> LearnNamed(const v1::ModelConfig& config,
                                        const ModelContext& context) {
  const v1::LookalikeConfig& lookalike = config.lookalike();
  const std::vector<std::string> metrics(lookalike.outcomes().begin(),
                                         lookalike.outcomes().end());
  C2V_ASSIGN_OR_RETURN(const std::vector<LabelledCustomers> tasks,
                       LabelCustomers(context.side.outcomes, context.corpus,
                                      metrics, lookalike.positive_above()));
  C2V_ASSIGN_OR_RETURN(
      LookalikeInputs inputs,
      MakeLookalikeInputs(lookalike, context.corpus, context.tables,
                          context.side.customers, context.earlier));
  const std::vector<uint32_t> customers = Union(tasks);
  std::vector<float> values = FillInputs(inputs.inputs, customers);
  const DenseRows rows(values, inputs.inputs.dimension());
  Standardization standard = Standardization::Of(rows);
  standard.Apply(values);

  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_PREDICTOR);
  v1::LogisticSpec* spec = model.entry.mutable_logistic();
  spec->set_dimension(static_cast<int32_t>(inputs.inputs.dimension()));
  spec->mutable_inputs()->Add(inputs.spec.begin(), inputs.spec.end());
  C2V_ASSIGN_OR_RETURN(std::vector<float> weights,
                       LearnOutcomes(tasks, customers, rows, lookalike, context,
                                     config.name(), spec));
  C2V_RETURN_IF_ERROR(WriteFiles(config.name(), std::move(inputs.columns),
                                 std::move(standard), std::move(weights),
                                 &model.files));
  return model;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  absl::StatusOr<LearnedModel> model = LearnNamed(config, context);
  if (model.ok()) return model;
  return Annotate(model.status(),
                  absl::StrCat("look-alike model \"", config.name(), "\""));
}

}  // namespace

const ModelFamily& LookalikeFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kLookalike,
      .name = "lookalike",
      .publishes = v1::SERVABLE_KIND_PREDICTOR,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = Dependencies,
      .learn = Learn,
      .tunables = NoTunables,
  };
  return kFamily;
}

}  // namespace customer2vec
