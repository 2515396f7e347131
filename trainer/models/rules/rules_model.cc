#include "trainer/models/rules/rules_model.h"

#include "trainer/models/item_knn/item_neighbors_entry.h"
#include "trainer/models/rules/rules.h"

namespace customer2vec {
namespace {

// Grid from all events alike to the last one almost alone.
const std::vector<double> kRecencyDecays = {0.9, 1, 0.8, 0.6, 0.3};

void FillDefaults(v1::ModelConfig* model) {
  FillRulesDefaults(model->mutable_rules());
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  v1::ModelConfig filled = model;
  FillDefaults(&filled);
  return CheckRules(filled.rules(), field);
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& model,
                                   const ModelContext& context) {
  const v1::RulesConfig& config = model.rules();
  return ItemNeighborsModel(
      model.name(), LearnRules(context.corpus, config, context.threads),
      {.max_events = static_cast<size_t>(config.max_events()),
       .recency_decay = static_cast<float>(config.recency_decay() > 0
                                               ? config.recency_decay()
                                               : kRecencyDecays.front())});
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& model) {
  const v1::RulesConfig& config = model.rules();
  if (config.recency_decay() > 0 || config.max_events() == 1) return {};
  return {{.name = "recency_decay",
           .grid = kRecencyDecays,
           .metric = TuningMetric::kSessionHitRate20,
           .set = [](double value, v1::ModelConfig* config,
                     v1::ServableEntry* entry) {
             config->mutable_rules()->set_recency_decay(value);
             entry->mutable_item_neighbors()->set_recency_decay(
                 static_cast<float>(value));
           }}};
}

}  // namespace

const ModelFamily& RulesFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kRules,
      .name = "rules",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
