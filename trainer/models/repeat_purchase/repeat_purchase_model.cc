#include "trainer/models/repeat_purchase/repeat_purchase_model.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/neighbor_model_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/repeat_purchase/purchase_vectors.h"

namespace customer2vec {
namespace {

// Grid from the published value to neighbours who say nearly all, and back to
// the customer alone.
const std::vector<double> kAlphas = {0.7, 0.5, 0.3, 0.15, 0.06, 0.85, 1};

void FillDefaults(v1::ModelConfig* model) {
  FillRepeatPurchaseDefaults(model->mutable_repeat_purchase());
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  v1::ModelConfig filled = model;
  FillDefaults(&filled);
  return CheckRepeatPurchase(filled.repeat_purchase(), field);
}

void FillSpec(const v1::RepeatPurchaseConfig& config,
              const OwnedPurchaseVectors& vectors,
              v1::RepeatPurchaseSpec* spec) {
  spec->set_customer_count(vectors.groups.size());
  spec->set_entry_count(vectors.items.size());
  spec->set_neighbors(config.neighbors());
  spec->set_alpha(static_cast<float>(config.has_alpha() ? config.alpha()
                                                        : kAlphas.front()));
  spec->set_group_decay(static_cast<float>(config.group_decay()));
  spec->set_popularity_weight(static_cast<float>(config.popularity_weight()));
}

absl::Status AdoptVectors(const std::string& name, OwnedPurchaseVectors vectors,
                          MemoryFiles* files) {
  const auto file = [&name](const char* array) {
    return ServableFile(name, array);
  };
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kPurchaseOffsets), std::move(vectors.offsets)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kPurchaseItems), std::move(vectors.items)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kPurchaseWeights), std::move(vectors.weights)));
  C2V_RETURN_IF_ERROR(
      files->Adopt(file(kPurchaseGroups), std::move(vectors.groups)));
  return files->Adopt(file(kPurchaseNeighbors), std::move(vectors.neighbors));
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  OwnedPurchaseVectors vectors = LearnPurchaseVectors(
      context.corpus, config.repeat_purchase(), context.threads);
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  FillSpec(config.repeat_purchase(), vectors,
           model.entry.mutable_repeat_purchase());
  C2V_RETURN_IF_ERROR(
      AdoptVectors(config.name(), std::move(vectors), &model.files));
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& model) {
  if (model.repeat_purchase().has_alpha()) return {};
  return {{.name = "alpha",
           .grid = kAlphas,
           .metric = TuningMetric::kCustomerRecall10,
           .set = [](double value, v1::ModelConfig* config,
                     v1::ServableEntry* entry) {
             config->mutable_repeat_purchase()->set_alpha(value);
             entry->mutable_repeat_purchase()->set_alpha(
                 static_cast<float>(value));
           }}};
}

}  // namespace

const ModelFamily& RepeatPurchaseFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kRepeatPurchase,
      .name = "repeat_purchase",
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
