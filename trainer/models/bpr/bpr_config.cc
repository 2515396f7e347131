#include "trainer/models/bpr/bpr_config.h"

#include <cstdint>

#include "trainer/models/field_checks.h"

namespace customer2vec {

void FillBprDefaults(v1::BprConfig* config) {
  if (config->factors() == 0) config->set_factors(64);
  if (config->epochs() == 0) config->set_epochs(50);
  if (config->learning_rate() == 0) config->set_learning_rate(0.05);
  if (!config->has_regularization()) config->set_regularization(0.005);
  if (!config->has_bias_regularization()) {
    config->set_bias_regularization(config->regularization());
  }
  if (config->negative_sampling() == v1::NEGATIVE_SAMPLING_UNSPECIFIED) {
    config->set_negative_sampling(v1::NEGATIVE_SAMPLING_POPULARITY);
  }
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.5);
  if (config->adaptive_candidates() == 0) config->set_adaptive_candidates(4);
  if (config->min_count() == 0) config->set_min_count(5);
  if (config->negatives() == 0) config->set_negatives(1);
}

absl::Status CheckBprConfig(const v1::BprConfig& config,
                            absl::string_view path) {
  return FieldChecks(path)
      .Count("factors", config.factors(), 1024)
      .Count("epochs", config.epochs(), 10000)
      .Count("min_count", config.min_count(), INT32_MAX)
      .Count("negatives", config.negatives(), 100)
      .Count("adaptive_candidates", config.adaptive_candidates(), 100, 2)
      .Share("learning_rate", config.learning_rate())
      .Number("regularization", config.regularization(), 0, 10)
      .Number("bias_regularization", config.bias_regularization(), 0, 10)
      .That("negative_sampling", config.negative_sampling(),
            v1::NegativeSampling_IsValid(config.negative_sampling()),
            "a value of NegativeSampling")
      .OptionalNumber("popularity_weight", config.popularity_weight(), 0, 10)
      .Number("negative_exponent", config.negative_exponent(), 0, 1)
      .status();
}

}  // namespace customer2vec
