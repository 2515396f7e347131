#include "trainer/models/node2vec/node2vec_config.h"

#include <algorithm>
#include <cstdint>

#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr uint32_t kMostSharedNegatives = 40;

// A bias of walks; 0 is a field that is not set. Beyond a millionth or a
// million it says no more than "never" and "always".
bool IsBias(double value) {
  return value == 0 || (value >= 1e-6 && value <= 1e6);
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
  constexpr char kBiases[] = "a number from 1e-6 to 1e6, or leave it out";
  C2V_RETURN_IF_ERROR(
      FieldChecks(path)
          .That("p", config.p(), IsBias(config.p()), kBiases)
          .That("q", config.q(), IsBias(config.q()), kBiases)
          .Count("walks_per_node", config.walks_per_node(), 10000)
          .Count("walk_length", config.walk_length(), 10000, 2)
          .Range("weight_exponent", config.weight_exponent(), 0, 1)
          .Count("dimension", config.dimension(), 4096)
          .Count("window_size", config.window_size(), 1000)
          .Count("negatives", config.negatives(), 1000)
          .Range("negative_exponent", config.negative_exponent(), -2, 2)
          .Range("subsample", config.subsample(), 0, 1)
          .Count("epochs", config.epochs(), 10000)
          .Share("learning_rate", config.learning_rate())
          .status());
  return CheckPopularityWeight(config.popularity_weight(), path);
}

uint32_t SharedNegativesOf(const v1::Node2VecConfig& config) {
  // A reach drawn from [1, window_size] on each side.
  const uint32_t contexts = config.window_size() + 1;
  return std::min(contexts * config.negatives(), kMostSharedNegatives);
}

}  // namespace customer2vec
