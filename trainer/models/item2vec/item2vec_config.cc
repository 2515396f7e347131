#include "trainer/models/item2vec/item2vec_config.h"

#include <cstdint>

#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"
#include "trainer/models/sgns/cbow_blocks.h"
#include "trainer/models/sgns/learning_rate.h"
#include "trainer/models/sgns/sgns_settings.h"

namespace customer2vec {
namespace {

absl::Status CheckSchedule(const v1::Item2VecConfig& config,
                           absl::string_view path) {
  if (config.rate_schedule() != v1::RATE_SCHEDULE_STEPS) {
    return FieldChecks(path)
        .That("rate_schedule", config.rate_schedule(),
              v1::RateSchedule_IsValid(config.rate_schedule()),
              "RATE_SCHEDULE_LINEAR, _CONSTANT or _STEPS")
        .status();
  }
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
  const double subsample = config.subsample();
  C2V_RETURN_IF_ERROR(
      FieldChecks(path)
          .Count("dimension", config.dimension(), 4096)
          .That("model", config.model(), v1::WordModel_IsValid(config.model()),
                "WORD_MODEL_SKIP_GRAM or WORD_MODEL_CBOW")
          .That("pooling", config.pooling(),
                v1::ContextPooling_IsValid(config.pooling()),
                "CONTEXT_POOLING_MEAN or CONTEXT_POOLING_SUM")
          .That("window", config.window(), v1::Window_IsValid(config.window()),
                "WINDOW_SLIDING or WINDOW_WHOLE_BASKET")
          .Count("window_size", config.window_size(), 1000)
          .Count("max_context", config.max_context(), 1000)
          .Count("min_count", config.min_count(), INT32_MAX)
          .Count("negatives", config.negatives(), 1000)
          .Count("shared_negatives", config.shared_negatives(), 1000)
          .That("loss", config.loss(), v1::WordLoss_IsValid(config.loss()),
                "WORD_LOSS_NEGATIVE_SAMPLING or "
                "WORD_LOSS_HIERARCHICAL_SOFTMAX")
          .Count("epochs", config.epochs(), 10000)
          .Range("negative_exponent", config.negative_exponent(), -2, 2)
          .That("subsample", subsample, subsample >= 0 && subsample <= 1,
                "0 (off) to 1")
          .Share("learning_rate", config.learning_rate())
          .status());
  C2V_RETURN_IF_ERROR(CheckPopularityWeight(config.popularity_weight(), path));
  return CheckSchedule(config, path);
}

}  // namespace customer2vec
