#include "trainer/models/personal_frequency/personal_frequency_model.h"

#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const double decay = config.personal_frequency().decay();
  return FieldChecks(field)
      .That("decay", decay, decay >= 0 && decay <= 1,
            "a number in (0, 1], or 0 to have it chosen")
      .status();
}

// The histories, decayed by the same decay, are in the tables.
absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& /*context*/) {
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  model.entry.mutable_personal_frequency()->set_decay(
      static_cast<float>(config.personal_frequency().decay()));
  model.entry.mutable_personal_frequency()->set_fill_popular(
      config.personal_frequency().fill_popular());
  return model;
}

}  // namespace

// The decay is chosen before anything is learned, as the tables depend on it.
const ModelFamily& PersonalFrequencyFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kPersonalFrequency,
      .name = "personal_frequency",
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
