#include "trainer/models/bpr/bpr_config.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/interactions/field_checks.h"

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
  const auto field = [&](absl::string_view name) {
    return absl::StrCat(path, ".", name);
  };
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("factors"), config.factors(), 1024));
  C2V_RETURN_IF_ERROR(CheckCountField(field("epochs"), config.epochs(), 10000));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("min_count"), config.min_count(), INT32_MAX));
  C2V_RETURN_IF_ERROR(
      CheckCountField(field("negatives"), config.negatives(), 100));
  const int candidates = config.adaptive_candidates();
  C2V_RETURN_IF_ERROR(
      CheckField(field("adaptive_candidates"), candidates,
                 candidates == 0 || (candidates >= 2 && candidates <= 100),
                 "2 to 100, or leave it out"));
  const double rate = config.learning_rate();
  C2V_RETURN_IF_ERROR(CheckField(field("learning_rate"), rate,
                                 rate >= 0 && rate <= 1,
                                 "a number in (0, 1], or leave it out"));
  C2V_RETURN_IF_ERROR(
      CheckField(field("regularization"), config.regularization(),
                 config.regularization() >= 0 && config.regularization() <= 10,
                 "a number from 0 to 10"));
  C2V_RETURN_IF_ERROR(CheckField(
      field("bias_regularization"), config.bias_regularization(),
      config.bias_regularization() >= 0 && config.bias_regularization() <= 10,
      "a number from 0 to 10"));
  C2V_RETURN_IF_ERROR(
      CheckField(field("negative_sampling"), config.negative_sampling(),
                 v1::NegativeSampling_IsValid(config.negative_sampling()),
                 "a value of NegativeSampling"));
  const double popularity = config.popularity_weight();
  C2V_RETURN_IF_ERROR(CheckField(field("popularity_weight"), popularity,
                                 popularity >= 0 && popularity <= 10,
                                 "a number from 0 to 10, or leave it out"));
  const double exponent = config.negative_exponent();
  return CheckField(field("negative_exponent"), exponent,
                    exponent >= 0 && exponent <= 1, "a number from 0 to 1");
}

}  // namespace customer2vec
