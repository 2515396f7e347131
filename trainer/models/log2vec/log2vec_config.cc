#include "trainer/models/log2vec/log2vec_config.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr int32_t kDimension = 64;
constexpr int32_t kWindowSize = 10;
constexpr int32_t kMinCount = 5;
constexpr int32_t kNegatives = 5;
constexpr double kNegativeExponent = 0.75;
constexpr double kSubsample = 0.001;
constexpr int32_t kEpochs = 20;
constexpr double kLearningRate = 0.025;

template <typename Number>
absl::Status CheckRange(absl::string_view path, absl::string_view field,
                        Number value, Number low, Number high) {
  if (value >= low && value <= high) return absl::OkStatus();
  return InvalidField(
      path, field,
      absl::StrCat("is ", value, ": it is from ", low, " to ", high));
}

// A window of 0 tokens is the whole session; texts of customers have windows.
absl::Status CheckWindow(const v1::Log2VecConfig& config,
                         absl::string_view path) {
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "window_size", config.window_size(), 0, 1000));
  const bool whole = config.has_window_size() && config.window_size() == 0;
  if (!whole || config.learner() == v1::LOG_LEARNER_SKIP_GRAM ||
      config.learner() == v1::LOG_LEARNER_CBOW) {
    return absl::OkStatus();
  }
  return InvalidField(path, "window_size",
                      "is 0, the whole session: that goes with "
                      "LOG_LEARNER_SKIP_GRAM and LOG_LEARNER_CBOW only");
}

}  // namespace

void FillLog2VecDefaults(v1::Log2VecConfig* config) {
  if (config->learner() == v1::LOG_LEARNER_UNSPECIFIED) {
    config->set_learner(v1::LOG_LEARNER_PV_DBOW);
  }
  if (config->tokens() == v1::LOG_TOKENS_UNSPECIFIED) {
    config->set_tokens(v1::LOG_TOKENS_SEPARATE);
  }
  if (config->dimension() == 0) config->set_dimension(kDimension);
  if (!config->has_window_size()) config->set_window_size(kWindowSize);
  if (config->min_count() == 0) config->set_min_count(kMinCount);
  if (config->negatives() == 0) config->set_negatives(kNegatives);
  if (!config->has_negative_exponent()) {
    config->set_negative_exponent(kNegativeExponent);
  }
  if (!config->has_subsample()) config->set_subsample(kSubsample);
  if (config->epochs() == 0) config->set_epochs(kEpochs);
  if (config->learning_rate() == 0) config->set_learning_rate(kLearningRate);
  if (!config->has_joint_words()) config->set_joint_words(true);
}

absl::Status CheckLog2VecConfig(const v1::Log2VecConfig& config,
                                absl::string_view path) {
  v1::Log2VecConfig filled = config;
  FillLog2VecDefaults(&filled);
  if (!v1::LogLearner_IsValid(filled.learner())) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".learner: no such learner"));
  }
  if (!v1::LogTokens_IsValid(filled.tokens())) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".tokens: no such way to make tokens"));
  }
  C2V_RETURN_IF_ERROR(CheckWindow(filled, path));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "dimension", filled.dimension(), 1, 4096));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "min_count", filled.min_count(), 1, 1000000000));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "negatives", filled.negatives(), 1, 1000));
  C2V_RETURN_IF_ERROR(CheckRange(path, "negative_exponent",
                                 filled.negative_exponent(), -2.0, 2.0));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "subsample", filled.subsample(), 0.0, 1.0));
  C2V_RETURN_IF_ERROR(CheckRange(path, "epochs", filled.epochs(), 1, 10000));
  C2V_RETURN_IF_ERROR(CheckPopularityWeight(filled.popularity_weight(), path));
  return CheckRange(path, "learning_rate", filled.learning_rate(), 1e-9, 1.0);
}

}  // namespace customer2vec
