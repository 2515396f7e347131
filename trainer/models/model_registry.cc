#include "trainer/models/model_registry.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/als/als_model.h"
#include "trainer/models/attribute_affinity/attribute_affinity_model.h"
#include "trainer/models/blend/blend_model.h"
#include "trainer/models/bpr/bpr_model.h"
#include "trainer/models/concat/concat_model.h"
#include "trainer/models/content/content_model.h"
#include "trainer/models/content2vec/content2vec_model.h"
#include "trainer/models/customer2vec/customer2vec_model.h"
#include "trainer/models/customer_neighbors/customer_neighbors_model.h"
#include "trainer/models/factorization_machine/factorization_machine_model.h"
#include "trainer/models/item2vec/item2vec_model.h"
#include "trainer/models/item_knn/item_knn_model.h"
#include "trainer/models/log2vec/log2vec_model.h"
#include "trainer/models/lookalike/lookalike_model.h"
#include "trainer/models/node2vec/node2vec_model.h"
#include "trainer/models/personal_frequency/personal_frequency_model.h"
#include "trainer/models/popularity/popularity_model.h"
#include "trainer/models/repeat_discovery/repeat_discovery_model.h"
#include "trainer/models/repeat_purchase/repeat_purchase_model.h"
#include "trainer/models/rules/rules_model.h"
#include "trainer/models/segments/segments_model.h"
#include "trainer/models/session_knn/session_knn_model.h"

namespace customer2vec {
namespace {

// "models[3].als"
std::string FieldOf(int index, const ModelFamily& family) {
  return absl::StrCat("models[", index, "].", family.name);
}

int IndexOf(const v1::TrainingConfig& config, absl::string_view name) {
  for (int i = 0; i < config.models_size(); ++i) {
    if (config.models(i).name() == name) return i;
  }
  return -1;
}

// Appends model `index` after those it depends on. False when it depends on
// itself. REQUIRES: dependencies exist.
bool AppendInOrder(const v1::TrainingConfig& config, int index,
                   std::vector<int>* open, std::vector<int>* order) {
  if (std::count(order->begin(), order->end(), index) > 0) return true;
  if (std::count(open->begin(), open->end(), index) > 0) return false;
  open->push_back(index);
  const v1::ModelConfig& model = config.models(index);
  for (const std::string& name :
       (*FindModelFamily(model))->dependencies(model)) {
    if (!AppendInOrder(config, IndexOf(config, name), open, order)) {
      return false;
    }
  }
  open->pop_back();
  order->push_back(index);
  return true;
}

// The first model that publishes a space; empty when there is none.
std::string FirstSpace(const v1::TrainingConfig& config) {
  for (const v1::ModelConfig& model : config.models()) {
    const auto family = FindModelFamily(model);
    if (family.ok() && (*family)->publishes == v1::SERVABLE_KIND_SPACE) {
      return model.name();
    }
  }
  return "";
}

bool HasRepeatDiscovery(const v1::TrainingConfig& config) {
  return std::any_of(config.models().begin(), config.models().end(),
                     [](const v1::ModelConfig& model) {
                       return model.has_repeat_discovery();
                     });
}

// Those that are made of nothing come first, so that others may find them.
std::vector<int> IndependentFirst(const v1::TrainingConfig& config) {
  std::vector<int> order;
  for (const bool independent : {true, false}) {
    for (int i = 0; i < config.models_size(); ++i) {
      const v1::ModelConfig& model = config.models(i);
      const bool is = (*FindModelFamily(model))->dependencies(model).empty();
      if (is == independent) order.push_back(i);
    }
  }
  return order;
}

}  // namespace

std::span<const ModelFamily* const> ModelFamilies() {
  static const std::vector<const ModelFamily*> families = {
      &Item2VecFamily(),
      &Node2VecFamily(),
      &Customer2VecFamily(),
      &Log2VecFamily(),
      &ConcatFamily(),
      &CustomerNeighborsFamily(),
      &PopularityFamily(),
      &PersonalFrequencyFamily(),
      &RepeatDiscoveryFamily(),
      &ContentFamily(),
      &LookalikeFamily(),
      &SegmentsFamily(),
      &ItemKnnFamily(),
      &RulesFamily(),
      &SessionKnnFamily(),
      &RepeatPurchaseFamily(),
      &BlendFamily(),
      &AlsFamily(),
      &BprFamily(),
      &FactorizationMachineFamily(),
      &Content2VecFamily(),
      &AttributeAffinityFamily(),
  };
  return families;
}

absl::StatusOr<const ModelFamily*> FindModelFamily(
    const v1::ModelConfig& config) {
  std::string known;
  for (const ModelFamily* family : ModelFamilies()) {
    if (family->kind == config.model_case()) return family;
    absl::StrAppend(&known, known.empty() ? "" : ", ", family->name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("model \"", config.name(),
                   "\" is of no known family: add one of ", known));
}

void FillModelDefaults(v1::TrainingConfig* config) {
  const std::string first_space = FirstSpace(*config);
  if (!first_space.empty() && !HasRepeatDiscovery(*config)) {
    v1::ModelConfig* blend = config->add_models();
    blend->set_name("repeat_discovery");
    blend->mutable_repeat_discovery();
  }
  for (v1::ModelConfig& model : *config->mutable_models()) {
    if (model.has_repeat_discovery() &&
        model.repeat_discovery().space().empty()) {
      model.mutable_repeat_discovery()->set_space(first_space);
    }
    const auto family = FindModelFamily(model);
    if (family.ok()) (*family)->fill_defaults(&model);
  }
}

absl::Status CheckModels(const v1::TrainingConfig& config) {
  for (int i = 0; i < config.models_size(); ++i) {
    const v1::ModelConfig& model = config.models(i);
    C2V_ASSIGN_OR_RETURN(const ModelFamily* family, FindModelFamily(model),
                         "models[", i, "]");
    const std::string field = FieldOf(i, *family);
    C2V_RETURN_IF_ERROR(family->check(model, field));
    for (const std::string& name : family->dependencies(model)) {
      if (IndexOf(config, name) >= 0) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          field, " needs a model called \"", name, "\", which is not there"));
    }
  }
  std::vector<int> order;
  for (int i = 0; i < config.models_size(); ++i) {
    std::vector<int> open;
    if (AppendInOrder(config, i, &open, &order)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("models[", i, "] \"", config.models(i).name(),
                     "\" depends on itself, in a circle"));
  }
  return absl::OkStatus();
}

std::vector<int> LearningOrder(const v1::TrainingConfig& config) {
  std::vector<int> order;
  for (int i : IndependentFirst(config)) {
    std::vector<int> open;
    AppendInOrder(config, i, &open, &order);
  }
  return order;
}

}  // namespace customer2vec
