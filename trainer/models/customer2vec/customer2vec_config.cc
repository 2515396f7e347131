#include "trainer/models/customer2vec/customer2vec_config.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr double kDefaultRate = 0.025;
// A rate falls to this share of its start, and no lower.
constexpr double kLastShare = 1e-4;

absl::Status CheckModel(const v1::Customer2VecConfig& config,
                        absl::string_view path) {
  const bool even = config.dimension() % 2 == 0;
  C2V_RETURN_IF_ERROR(
      FieldChecks(path)
          .Count("dimension", config.dimension(), 4096)
          .That("model", config.model(),
                v1::DocumentModel_IsValid(config.model()),
                "DOCUMENT_MODEL_PV_DBOW, DOCUMENT_MODEL_PV_DM or "
                "DOCUMENT_MODEL_JOINT")
          .That("pooling", config.pooling(),
                v1::ContextPooling_IsValid(config.pooling()),
                "CONTEXT_POOLING_MEAN or CONTEXT_POOLING_SUM")
          .That("dimension", config.dimension(),
                even || config.model() != v1::DOCUMENT_MODEL_JOINT,
                "an even number: two models share it")
          .status());
  if (config.model() == v1::DOCUMENT_MODEL_PV_DM && config.train_words()) {
    return InvalidField(path, "train_words",
                        "is for PV-DBOW: PV-DM learns words anyway");
  }
  return absl::OkStatus();
}

absl::Status CheckRates(const v1::Customer2VecConfig& config,
                        absl::string_view path) {
  FieldChecks checks(path);
  checks.Range("learning_rate", config.learning_rate(), 0, 1)
      .Range("learning_rate_decrement", config.learning_rate_decrement(), 0, 1);
  for (const double rate : config.learning_rates()) {
    checks.That("learning_rates", rate, rate > 0 && rate <= 1,
                "numbers in (0, 1]");
  }
  C2V_RETURN_IF_ERROR(checks.status());
  if (config.learning_rates().empty()) return absl::OkStatus();
  if (config.learning_rate() != 0 || config.has_learning_rate_decrement()) {
    return InvalidField(path, "learning_rates",
                        "says all: leave learning_rate and "
                        "learning_rate_decrement out");
  }
  if (config.epochs() != 0 && config.epochs() != config.learning_rates_size()) {
    return InvalidField(
        path, "learning_rates",
        absl::StrCat("has ", config.learning_rates_size(), " rates for ",
                     config.epochs(), " epochs: give one for each"));
  }
  return absl::OkStatus();
}

absl::Status CheckAttributes(const v1::Customer2VecConfig& config,
                             absl::string_view path) {
  for (int i = 0; i < config.attributes_size(); ++i) {
    const std::string& name = config.attributes(i);
    if (name.empty()) {
      return InvalidField(path, absl::StrCat("attributes[", i, "]"),
                          "is empty");
    }
    if (std::count(config.attributes().begin(), config.attributes().end(),
                   name) > 1) {
      return InvalidField(path, "attributes",
                          absl::StrCat("names \"", name, "\" twice"));
    }
  }
  return absl::OkStatus();
}

void SetIfZero(int32_t value, int32_t by_default,
               v1::Customer2VecConfig* config,
               void (v1::Customer2VecConfig::*set)(int32_t)) {
  if (value == 0) (config->*set)(by_default);
}

}  // namespace

void FillCustomer2VecDefaults(v1::Customer2VecConfig* config) {
  using Config = v1::Customer2VecConfig;
  if (config->model() == v1::DOCUMENT_MODEL_UNSPECIFIED) {
    config->set_model(v1::DOCUMENT_MODEL_PV_DBOW);
  }
  if (config->pooling() == v1::CONTEXT_POOLING_UNSPECIFIED) {
    config->set_pooling(v1::CONTEXT_POOLING_MEAN);
  }
  const int given_rates = config->learning_rates_size();
  SetIfZero(config->dimension(), 200, config, &Config::set_dimension);
  SetIfZero(config->window_size(), 5, config, &Config::set_window_size);
  SetIfZero(config->min_count(), 5, config, &Config::set_min_count);
  SetIfZero(config->negatives(), 5, config, &Config::set_negatives);
  SetIfZero(config->epochs(), given_rates > 0 ? given_rates : 10, config,
            &Config::set_epochs);
  SetIfZero(config->fold_in_passes(), std::min(20, config->epochs()), config,
            &Config::set_fold_in_passes);
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.75);
  if (!config->has_subsample()) config->set_subsample(0.001);
  if (config->learning_rate() == 0 && given_rates == 0) {
    config->set_learning_rate(kDefaultRate);
  }
}

absl::Status CheckCustomer2VecConfig(const v1::Customer2VecConfig& config,
                                     absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckModel(config, path));
  C2V_RETURN_IF_ERROR(
      FieldChecks(path)
          .Count("window_size", config.window_size(), 1000)
          .Count("min_count", config.min_count(), INT32_MAX)
          .Count("negatives", config.negatives(), 1000)
          .Range("negative_exponent", config.negative_exponent(), -2, 2)
          .Range("subsample", config.subsample(), 0, 1)
          .Count("epochs", config.epochs(), 10000)
          .Count("fold_in_passes", config.fold_in_passes(), 1000)
          .status());
  C2V_RETURN_IF_ERROR(CheckRates(config, path));
  C2V_RETURN_IF_ERROR(CheckAttributes(config, path));
  return CheckPopularityWeight(config.popularity_weight(), path);
}

LearningRate LearningRateOf(const v1::Customer2VecConfig& config) {
  if (!config.learning_rates().empty()) {
    return {.schedule = RateSchedule::kSteps,
            .steps = {config.learning_rates().begin(),
                      config.learning_rates().end()}};
  }
  const double start = config.learning_rate();
  if (!config.has_learning_rate_decrement()) return {.start = start};
  LearningRate rate{.schedule = RateSchedule::kSteps, .start = start};
  for (int epoch = 0; epoch < config.epochs(); ++epoch) {
    rate.steps.push_back(std::max(
        start * kLastShare, start - epoch * config.learning_rate_decrement()));
  }
  return rate;
}

std::vector<float> FoldInRates(const v1::Customer2VecConfig& config) {
  const LearningRate rate = LearningRateOf(config);
  std::vector<float> rates;
  for (int pass = 0; pass < config.fold_in_passes(); ++pass) {
    const double done =
        static_cast<double>(pass) * config.epochs() / config.fold_in_passes();
    const int epoch = static_cast<int>(done);
    rates.push_back(
        static_cast<float>(rate.At(1 + epoch, config.epochs(), done - epoch)));
  }
  return rates;
}

}  // namespace customer2vec
