#include "trainer/models/popularity/popularity_model.h"

namespace customer2vec {
namespace {

absl::Status Check(const v1::ModelConfig& /*config*/,
                   const std::string& /*field*/) {
  return absl::OkStatus();
}

// The counts are in the tables.
absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& /*context*/) {
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  model.entry.mutable_popularity();
  return model;
}

}  // namespace

const ModelFamily& PopularityFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kPopularity,
      .name = "popularity",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = NoDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = NoTunables,
  };
  return kFamily;
}

}  // namespace customer2vec
