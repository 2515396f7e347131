#include "trainer/models/factorization_machine/factorization_machine_config.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/interactions/field_checks.h"

namespace customer2vec {

void FillFactorizationMachineDefaults(v1::FactorizationMachineConfig* config) {
  if (config->factors() == 0) config->set_factors(32);
  if (config->epochs() == 0) config->set_epochs(10);
  if (config->learning_rate() == 0) config->set_learning_rate(0.05);
  if (!config->has_regularization()) config->set_regularization(0.0001);
  if (config->loss() == v1::FACTORIZATION_LOSS_UNSPECIFIED) {
    config->set_loss(v1::FACTORIZATION_LOSS_BPR);
  }
  if (config->negatives() == 0) config->set_negatives(4);
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.5);
  if (!config->has_decay()) config->set_decay(0.9);
  if (config->min_count() == 0) config->set_min_count(5);
  if (config->max_baskets() == 0) config->set_max_baskets(50);
}

absl::Status CheckFactorizationMachineConfig(
    const v1::FactorizationMachineConfig& config, absl::string_view path) {
  const auto field = [&](absl::string_view name) {
    return absl::StrCat(path, ".", name);
  };
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("factors"), config.factors(), 1024));
  C2V_RETURN_IF_ERROR(CheckCountField(field("epochs"), config.epochs(), 10000));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("negatives"), config.negatives(), 100));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("min_count"), config.min_count(), INT32_MAX));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("max_baskets"), config.max_baskets(), 100000));
  const double rate = config.learning_rate(), decay = config.decay();
  C2V_RETURN_IF_ERROR(CheckField(field("learning_rate"), rate,
                                 rate >= 0 && rate <= 1,
                                 "a number in (0, 1], or leave it out"));
  C2V_RETURN_IF_ERROR(CheckField(
      field("decay"), decay, !config.has_decay() || (decay > 0 && decay <= 1),
      "a number in (0, 1], or leave it out"));
  C2V_RETURN_IF_ERROR(
      CheckField(field("regularization"), config.regularization(),
                 config.regularization() >= 0 && config.regularization() <= 10,
                 "a number from 0 to 10"));
  C2V_RETURN_IF_ERROR(CheckField(
      field("negative_exponent"), config.negative_exponent(),
      config.negative_exponent() >= 0 && config.negative_exponent() <= 1,
      "a number from 0 to 1"));
  C2V_RETURN_IF_ERROR(CheckField(field("loss"), config.loss(),
                                 v1::FactorizationLoss_IsValid(config.loss()),
                                 "a value of FactorizationLoss"));
  return CheckField(
      field("popularity_weight"), config.popularity_weight(),
      config.popularity_weight() >= 0 && config.popularity_weight() <= 10,
      "a number from 0 to 10, or leave it out");
}

}  // namespace customer2vec
