#include "trainer/models/repeat_discovery/repeat_discovery_model.h"

#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

// What stands where nothing is there to choose on.
constexpr double kPopularityWeight = 1;
constexpr double kDiscoveryWeight = 0.3;

// Grids from a part that is not there to one that leads. Discovery is never 0,
// at which what is new to a customer would be ranked by popularity alone.
const std::vector<double> kPopularityWeights = {0, 0.5, 1, 2, 4};
const std::vector<double> kDiscoveryWeights = {0.3, 0.1, 1};

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const v1::RepeatDiscoveryConfig& blend = config.repeat_discovery();
  return FieldChecks(field)
      .ChosenWeight("discovery_weight", blend.discovery_weight())
      .ChosenWeight("popularity_weight", blend.popularity_weight())
      .status();
}

std::vector<std::string> Dependencies(const v1::ModelConfig& config) {
  return {config.repeat_discovery().space()};
}

// Name of the personal frequency scorer, of which a snapshot has one.
std::string RepeatScorer(const v1::SnapshotManifest& manifest) {
  for (const v1::ServableEntry& entry : manifest.servables()) {
    if (entry.has_personal_frequency()) return entry.name();
  }
  return "";
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const v1::RepeatDiscoveryConfig& blend = config.repeat_discovery();
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::RepeatDiscoverySpec* spec = model.entry.mutable_repeat_discovery();
  spec->set_repeat_scorer(RepeatScorer(context.manifest));
  spec->set_discovery_space(blend.space());
  spec->set_discovery_weight(static_cast<float>(blend.has_discovery_weight()
                                                    ? blend.discovery_weight()
                                                    : kDiscoveryWeight));
  spec->set_popularity_weight(static_cast<float>(blend.has_popularity_weight()
                                                     ? blend.popularity_weight()
                                                     : kPopularityWeight));
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  std::vector<TunableParameter> tunables;
  if (!config.repeat_discovery().has_popularity_weight()) {
    tunables.push_back(
        {.name = "popularity_weight",
         .grid = kPopularityWeights,
         .metric = TuningMetric::kCustomerRecall10,
         .set = [](double value, v1::ModelConfig* config,
                   v1::ServableEntry* entry) {
           config->mutable_repeat_discovery()->set_popularity_weight(value);
           entry->mutable_repeat_discovery()->set_popularity_weight(
               static_cast<float>(value));
         }});
  }
  if (!config.repeat_discovery().has_discovery_weight()) {
    tunables.push_back(
        {.name = "discovery_weight",
         .grid = kDiscoveryWeights,
         .metric = TuningMetric::kCustomerRecall10,
         .set = [](double value, v1::ModelConfig* config,
                   v1::ServableEntry* entry) {
           config->mutable_repeat_discovery()->set_discovery_weight(value);
           entry->mutable_repeat_discovery()->set_discovery_weight(
               static_cast<float>(value));
         }});
  }
  return tunables;
}

}  // namespace

const ModelFamily& RepeatDiscoveryFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kRepeatDiscovery,
      .name = "repeat_discovery",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = NoDefaults,
      .check = Check,
      .dependencies = Dependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
