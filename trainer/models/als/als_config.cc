#include "trainer/models/als/als_config.h"

#include <cstdint>

#include "trainer/models/field_checks.h"

namespace customer2vec {

void FillAlsDefaults(v1::AlsConfig* config) {
  if (config->factors() == 0) config->set_factors(128);
  if (config->iterations() == 0) config->set_iterations(15);
  if (config->cg_steps() == 0) config->set_cg_steps(2);
  if (!config->has_alpha()) config->set_alpha(10);
  if (config->confidence_scale() == v1::CONFIDENCE_SCALE_UNSPECIFIED) {
    config->set_confidence_scale(v1::CONFIDENCE_SCALE_LINEAR);
  }
  if (!config->has_decay()) config->set_decay(1);
  if (!config->has_regularization()) config->set_regularization(1);
  if (config->min_count() == 0) config->set_min_count(5);
}

absl::Status CheckAlsConfig(const v1::AlsConfig& config,
                            absl::string_view path) {
  const double alpha = config.alpha(), decay = config.decay();
  return FieldChecks(path)
      .Count("factors", config.factors(), 1024)
      .Count("iterations", config.iterations(), 1000)
      .Count("cg_steps", config.cg_steps(), 100)
      .Count("min_count", config.min_count(), INT32_MAX)
      .That("alpha", alpha, !config.has_alpha() || (alpha > 0 && alpha <= 1e6),
            "a number above 0, at most 1e6, or leave it out")
      .That("confidence_scale", config.confidence_scale(),
            v1::ConfidenceScale_IsValid(config.confidence_scale()),
            "a value of ConfidenceScale")
      .That("decay", decay, !config.has_decay() || (decay > 0 && decay <= 1),
            "a number in (0, 1], or leave it out")
      .That("regularization", config.regularization(),
            config.regularization() >= 0 && config.regularization() <= 1e9,
            "a number from 0 to 1e9")
      .Number("regularization_exponent", config.regularization_exponent(), 0, 2)
      .OptionalNumber("popularity_weight", config.popularity_weight(), 0, 10)
      .status();
}

}  // namespace customer2vec
