#include "trainer/models/als/als_config.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/interactions/field_checks.h"

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
  const auto field = [&](absl::string_view name) {
    return absl::StrCat(path, ".", name);
  };
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("factors"), config.factors(), 1024));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("iterations"), config.iterations(), 1000));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("cg_steps"), config.cg_steps(), 100));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("min_count"), config.min_count(), INT32_MAX));
  const double alpha = config.alpha(), decay = config.decay();
  C2V_RETURN_IF_ERROR(CheckField(
      field("alpha"), alpha, !config.has_alpha() || (alpha > 0 && alpha <= 1e6),
      "a number above 0, at most 1e6, or leave it out"));
  C2V_RETURN_IF_ERROR(
      CheckField(field("confidence_scale"), config.confidence_scale(),
                 v1::ConfidenceScale_IsValid(config.confidence_scale()),
                 "a value of ConfidenceScale"));
  C2V_RETURN_IF_ERROR(CheckField(
      field("decay"), decay, !config.has_decay() || (decay > 0 && decay <= 1),
      "a number in (0, 1], or leave it out"));
  const double regularization = config.regularization();
  C2V_RETURN_IF_ERROR(CheckField(field("regularization"), regularization,
                                 regularization >= 0 && regularization <= 1e9,
                                 "a number from 0 to 1e9"));
  const double exponent = config.regularization_exponent();
  C2V_RETURN_IF_ERROR(CheckField(field("regularization_exponent"), exponent,
                                 exponent >= 0 && exponent <= 2,
                                 "a number from 0 to 2"));
  const double popularity = config.popularity_weight();
  return CheckField(field("popularity_weight"), popularity,
                    popularity >= 0 && popularity <= 10,
                    "a number from 0 to 10, or leave it out");
}

}  // namespace customer2vec
