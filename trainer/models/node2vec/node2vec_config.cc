#include "trainer/models/node2vec/node2vec_config.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"

namespace customer2vec {
namespace {

absl::Status Invalid(absl::string_view path, absl::string_view field,
                     double value, absl::string_view range) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ".", field, " is ", value, ": use ", range));
}

// 0 is a field that is not set.
absl::Status CheckCount(absl::string_view path, absl::string_view field,
                        int32_t value, int32_t max, int32_t min = 1) {
  if (value == 0 || (value >= min && value <= max)) return absl::OkStatus();
  return Invalid(path, field, value,
                 absl::StrCat(min, " to ", max, ", or leave it out"));
}

absl::Status CheckRange(absl::string_view path, absl::string_view field,
                        double value, double min, double max) {
  if (value >= min && value <= max) return absl::OkStatus();
  return Invalid(path, field, value, absl::StrCat(min, " to ", max));
}

// A bias of walks; 0 is a field that is not set. Beyond a millionth or a
// million it says no more than "never" and "always".
absl::Status CheckBias(absl::string_view path, absl::string_view field,
                       double value) {
  if (value == 0 || (value >= 1e-6 && value <= 1e6)) return absl::OkStatus();
  return Invalid(path, field, value,
                 "a number from 1e-6 to 1e6, or leave it out");
}

}  // namespace

void FillNode2VecDefaults(v1::Node2VecConfig* config) {
  if (config->p() == 0) config->set_p(1);
  if (config->q() == 0) config->set_q(1);
  if (config->walks_per_node() == 0) config->set_walks_per_node(10);
  if (config->walk_length() == 0) config->set_walk_length(80);
  if (!config->has_weight_exponent()) config->set_weight_exponent(1);
  if (config->dimension() == 0) config->set_dimension(128);
  if (config->window_size() == 0) config->set_window_size(10);
  if (config->negatives() == 0) config->set_negatives(5);
  if (!config->has_negative_exponent()) config->set_negative_exponent(0.75);
  if (config->epochs() == 0) config->set_epochs(1);
  if (config->learning_rate() == 0) config->set_learning_rate(0.025);
}

absl::Status CheckNode2VecConfig(const v1::Node2VecConfig& config,
                                 absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckBias(path, "p", config.p()));
  C2V_RETURN_IF_ERROR(CheckBias(path, "q", config.q()));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "walks_per_node", config.walks_per_node(), 10000));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "walk_length", config.walk_length(), 10000, 2));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "weight_exponent", config.weight_exponent(), 0, 1));
  C2V_RETURN_IF_ERROR(CheckCount(path, "dimension", config.dimension(), 4096));
  C2V_RETURN_IF_ERROR(
      CheckCount(path, "window_size", config.window_size(), 1000));
  C2V_RETURN_IF_ERROR(CheckCount(path, "negatives", config.negatives(), 1000));
  C2V_RETURN_IF_ERROR(
      CheckRange(path, "negative_exponent", config.negative_exponent(), -2, 2));
  C2V_RETURN_IF_ERROR(CheckRange(path, "subsample", config.subsample(), 0, 1));
  C2V_RETURN_IF_ERROR(CheckCount(path, "epochs", config.epochs(), 10000));
  if (!(config.learning_rate() >= 0 && config.learning_rate() <= 1)) {
    return Invalid(path, "learning_rate", config.learning_rate(),
                   "a number in (0, 1], or leave it out");
  }
  return CheckPopularityWeight(config.popularity_weight(), path);
}

}  // namespace customer2vec
