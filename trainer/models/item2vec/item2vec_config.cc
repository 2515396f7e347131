#include "trainer/models/item2vec/item2vec_config.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/sgns/cbow_blocks.h"
#include "trainer/models/sgns/learning_rate.h"
#include "trainer/models/sgns/sgns_settings.h"

namespace customer2vec {
namespace {

absl::Status Invalid(absl::string_view path, absl::string_view field,
                     double value, absl::string_view range) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ".", field, " is ", value, ": use ", range));
}

// 0 is a field that is not set.
absl::Status CheckCount(absl::string_view path, absl::string_view field,
                        int32_t value, int32_t max) {
  if (value >= 0 && value <= max) return absl::OkStatus();
  return Invalid(path, field, value,
                 absl::StrCat("1 to ", max, ", or leave it out"));
}

absl::Status CheckSchedule(const v1::Item2VecConfig& config,
                           absl::string_view path) {
  if (!v1::RateSchedule_IsValid(config.rate_schedule())) {
    return Invalid(path, "rate_schedule", config.rate_schedule(),
                   "RATE_SCHEDULE_LINEAR, _CONSTANT or _STEPS");
  }
  if (config.rate_schedule() != v1::RATE_SCHEDULE_STEPS)
    return absl::OkStatus();
  return CheckLearningRate(
      {.schedule = RateSchedule::kSteps,
       .steps = {config.epoch_rates().begin(), config.epoch_rates().end()}},
      path);
}

void SetIfZero(int32_t value, int32_t by_default, v1::Item2VecConfig* config,
               void (v1::Item2VecConfig::*set)(int32_t)) {
  if (value == 0) (config->*set)(by_default);
}

}  // namespace

void FillItem2VecDefaults(v1::Item2VecConfig* config) {
  using Config = v1::Item2VecConfig;
  SetIfZero(config->dimension(), 200, config, &Config::set_dimension);
  SetIfZero(config->window_size(), 5, config, &Config::set_window_size);
  SetIfZero(config->max_context(), 20, config, &Config::set_max_context);
  SetIfZero(config->min_count(), 5, config, &Config::set_min_count);
  SetIfZero(config->negatives(), 5, config, &Config::set_negatives);
  SetIfZero(config->epochs(), 10, config, &Config::set_epochs);
  if (config->window() == v1::WINDOW_UNSPECIFIED) {
    config->set_window(v1::WINDOW_SLIDING);
  }
  if (config->loss() == v1::WORD_LOSS_UNSPECIFIED) {
    config->set_loss(v1::WORD_LOSS_NEGATIVE_SAMPLING);
  }
  if (config->model() == v1::WORD_MODEL_UNSPECIFIED) {
    config->set_model(v1::WORD_MODEL_SKIP_GRAM);
  }
  const bool is_cbow = config->model() == v1::WORD_MODEL_CBOW;
  if (is_cbow && config->pooling() == v1::CONTEXT_POOLING_UNSPECIFIED) {
    config->set_pooling(v1::CONTEXT_POOLING_MEAN);
  }
  const bool whole_basket = config->window() == v1::WINDOW_WHOLE_BASKET;
  // What each trainer was measured to need.
  SetIfZero(config->shared_negatives(),
            is_cbow ? CbowBlockSettings{}.shared_negatives
                    : DefaultSharedNegatives(whole_basket),
            config, &Config::set_shared_negatives);
  if (config->rate_schedule() == v1::RATE_SCHEDULE_UNSPECIFIED) {
    config->set_rate_schedule(v1::RATE_SCHEDULE_LINEAR);
  }
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.75);
  if (!config->has_subsample()) config->set_subsample(0.001);
  if (config->learning_rate() == 0) config->set_learning_rate(0.025);
}

absl::Status CheckItem2VecConfig(const v1::Item2VecConfig& config,
                                 absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckCount(path, "dimension", config.dimension(), 4096));
  if (!v1::WordModel_IsValid(config.model())) {
    return Invalid(path, "model", config.model(),
                   "WORD_MODEL_SKIP_GRAM or WORD_MODEL_CBOW");
  }
  if (!v1::ContextPooling_IsValid(config.pooling())) {
    return Invalid(path, "pooling", config.pooling(),
                   "CONTEXT_POOLING_MEAN or CONTEXT_POOLING_SUM");
  }
  if (!v1::Window_IsValid(config.window())) {
    return Invalid(path, "window", config.window(),
                   "WINDOW_SLIDING or WINDOW_WHOLE_BASKET");
  }
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "window_size", config.window_size(), 1000));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "max_context", config.max_context(), 1000));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "min_count", config.min_count(), INT32_MAX));
  C2V_RETURN_IF_ERROR(CheckCount(path, "negatives", config.negatives(), 1000));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "shared_negatives", config.shared_negatives(), 1000));
  if (!v1::WordLoss_IsValid(config.loss())) {
    return Invalid(path, "loss", config.loss(),
                   "WORD_LOSS_NEGATIVE_SAMPLING or "
                   "WORD_LOSS_HIERARCHICAL_SOFTMAX");
  }
  C2V_RETURN_IF_ERROR(CheckCount(path, "epochs", config.epochs(), 10000));
  if (!(config.negative_exponent() >= -2 && config.negative_exponent() <= 2)) {
    return Invalid(path, "negative_exponent", config.negative_exponent(),
                   "-2 to 2");
  }
  if (!(config.subsample() >= 0 && config.subsample() <= 1)) {
    return Invalid(path, "subsample", config.subsample(), "0 (off) to 1");
  }
  if (!(config.learning_rate() >= 0 && config.learning_rate() <= 1)) {
    return Invalid(path, "learning_rate", config.learning_rate(),
                   "a number in (0, 1], or leave it out");
  }
  C2V_RETURN_IF_ERROR(CheckPopularityWeight(config.popularity_weight(), path));
  return CheckSchedule(config, path);
}

}  // namespace customer2vec
