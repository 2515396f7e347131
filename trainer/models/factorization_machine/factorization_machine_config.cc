#include "trainer/models/factorization_machine/factorization_machine_config.h"

#include <cstdint>

#include "trainer/models/field_checks.h"

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
  const double decay = config.decay();
  return FieldChecks(path)
      .Count("factors", config.factors(), 1024)
      .Count("epochs", config.epochs(), 10000)
      .Count("negatives", config.negatives(), 100)
      .Count("min_count", config.min_count(), INT32_MAX)
      .Count("max_baskets", config.max_baskets(), 100000)
      .Share("learning_rate", config.learning_rate())
      .That("decay", decay, !config.has_decay() || (decay > 0 && decay <= 1),
            "a number in (0, 1], or leave it out")
      .Number("regularization", config.regularization(), 0, 10)
      .Number("negative_exponent", config.negative_exponent(), 0, 1)
      .That("loss", config.loss(), v1::FactorizationLoss_IsValid(config.loss()),
            "a value of FactorizationLoss")
      .OptionalNumber("popularity_weight", config.popularity_weight(), 0, 10)
      .status();
}

}  // namespace customer2vec
