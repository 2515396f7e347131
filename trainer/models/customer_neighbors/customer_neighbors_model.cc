#include "trainer/models/customer_neighbors/customer_neighbors_model.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/customer_neighbors_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/customer_neighbors/neighbor_lists.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

using Config = v1::CustomerNeighborsConfig;
using Spec = v1::CustomerNeighborsSpec;

// What stands where nothing is there to choose on.
constexpr double kExponent = 2;
constexpr double kOwnWeight = 0.3;
constexpr double kPopularityWeight = 0.03;

// Grids from neighbors who count alike to the nearest alone, from no purchases
// of one's own to nothing else, and from a prior that only breaks ties on.
const std::vector<double> kExponents = {2, 1, 4, 8, 16};
const std::vector<double> kOwnWeights = {0.3, 0, 1, 3, 10};
const std::vector<double> kPopularityWeights = {0.03, 0.003, 0.1, 0.3, 1};

void FillDefaults(v1::ModelConfig* model) {
  Config* config = model->mutable_customer_neighbors();
  if (config->neighbors() == 0) config->set_neighbors(100);
  if (config->decay() == 0) config->set_decay(1);
  if (!config->has_damping()) config->set_damping(0.5);
}

absl::Status Check(const v1::ModelConfig& model, const std::string& field) {
  const Config& config = model.customer_neighbors();
  if (config.space().empty()) {
    return InvalidField(
        field, "space",
        "is empty: name a model that publishes customer vectors");
  }
  return FieldChecks(field)
      .Count("neighbors", config.neighbors(), 10000)
      .Share("decay", config.decay())
      .Range("damping", config.damping(), 0, 1)
      .ChosenWeight("exponent", config.exponent())
      .ChosenWeight("own_weight", config.own_weight())
      .ChosenWeight("popularity_weight", config.popularity_weight())
      .status();
}

std::vector<std::string> Dependencies(const v1::ModelConfig& model) {
  return {model.customer_neighbors().space()};
}

Spec ToSpec(const Config& config) {
  Spec spec;
  spec.set_space(config.space());
  spec.set_neighbors(config.neighbors());
  spec.set_exponent(static_cast<float>(config.has_exponent() ? config.exponent()
                                                             : kExponent));
  spec.set_decay(static_cast<float>(config.decay()));
  spec.set_damping(static_cast<float>(config.damping()));
  spec.set_own_weight(static_cast<float>(
      config.has_own_weight() ? config.own_weight() : kOwnWeight));
  spec.set_popularity_weight(static_cast<float>(config.has_popularity_weight()
                                                    ? config.popularity_weight()
                                                    : kPopularityWeight));
  return spec;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const std::string& name = config.customer_neighbors().space();
  const Space* space = context.earlier.FindSpace(name);
  if (space == nullptr ||
      space->customer_count() != context.tables.customers.size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("customer_neighbors.space: \"", name,
                     "\" publishes no customer vectors: name a space that "
                     "does"));
  }
  NeighborLists lists = ListNearestCustomers(
      *space, config.customer_neighbors().neighbors(), context.threads);
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  *model.entry.mutable_customer_neighbors() =
      ToSpec(config.customer_neighbors());
  C2V_RETURN_IF_ERROR(
      model.files.Adopt(ServableFile(config.name(), kCustomerNeighborRows),
                        std::move(lists.neighbors)));
  C2V_RETURN_IF_ERROR(model.files.Adopt(
      ServableFile(config.name(), kCustomerNeighborSimilarities),
      std::move(lists.similarities)));
  return model;
}

// A parameter that stands in configuration and spec under one name.
TunableParameter Tunable(std::string name, const std::vector<double>& grid,
                         void (Config::*record)(double),
                         void (Spec::*serve)(float)) {
  return {.name = std::move(name),
          .grid = grid,
          .metric = TuningMetric::kCustomerRecall10,
          .set = [record, serve](double value, v1::ModelConfig* config,
                                 v1::ServableEntry* entry) {
            (config->mutable_customer_neighbors()->*record)(value);
            (entry->mutable_customer_neighbors()->*serve)(
                static_cast<float>(value));
          }};
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& model) {
  const Config& config = model.customer_neighbors();
  std::vector<TunableParameter> tunables;
  if (!config.has_own_weight()) {
    tunables.push_back(Tunable("own_weight", kOwnWeights,
                               &Config::set_own_weight, &Spec::set_own_weight));
  }
  if (!config.has_exponent()) {
    tunables.push_back(Tunable("exponent", kExponents, &Config::set_exponent,
                               &Spec::set_exponent));
  }
  if (!config.has_popularity_weight()) {
    tunables.push_back(Tunable("popularity_weight", kPopularityWeights,
                               &Config::set_popularity_weight,
                               &Spec::set_popularity_weight));
  }
  return tunables;
}

}  // namespace

const ModelFamily& CustomerNeighborsFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kCustomerNeighbors,
      .name = "customer_neighbors",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = Dependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
