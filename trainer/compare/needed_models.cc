#include "trainer/compare/needed_models.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

const v1::ModelConfig* Find(const v1::TrainingConfig& config,
                            const std::string& name) {
  for (const v1::ModelConfig& model : config.models()) {
    if (model.name() == name) return &model;
  }
  return nullptr;
}

void AddWithDependencies(const v1::TrainingConfig& config,
                         const std::string& name,
                         std::set<std::string>* needed) {
  const v1::ModelConfig* model = Find(config, name);
  if (model == nullptr || !needed->insert(name).second) return;
  const auto family = FindModelFamily(*model);
  if (!family.ok()) return;
  for (const std::string& other : (*family)->dependencies(*model)) {
    AddWithDependencies(config, other, needed);
  }
}

}  // namespace

absl::Status CheckModelNames(const v1::TrainingConfig& config,
                             std::span<const std::string> names) {
  for (const std::string& name : names) {
    if (Find(config, name) != nullptr) continue;
    std::vector<std::string> known;
    for (const v1::ModelConfig& model : config.models()) {
      known.push_back(model.name());
    }
    return absl::InvalidArgumentError(
        absl::StrCat("model \"", name,
                     "\" is none of the configuration: use "
                     "some of ",
                     absl::StrJoin(known, ", ")));
  }
  return absl::OkStatus();
}

v1::TrainingConfig WithNeededModels(const v1::TrainingConfig& config,
                                    std::span<const std::string> names) {
  std::set<std::string> needed;
  for (const std::string& name : names) {
    AddWithDependencies(config, name, &needed);
  }
  v1::TrainingConfig part = config;
  part.clear_models();
  for (const v1::ModelConfig& model : config.models()) {
    if (needed.contains(model.name()) || model.has_personal_frequency()) {
      *part.add_models() = model;
    }
  }
  return part;
}

}  // namespace customer2vec
