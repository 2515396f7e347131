#include "trainer/models/factorization_machine/factorization_machine_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Config = v1::FactorizationMachineConfig;

TEST(FactorizationMachineConfig, NothingIsInRangeAndGetsDefaults) {
  Config config;
  EXPECT_THAT(CheckFactorizationMachineConfig(config, "fm"), IsOk());
  FillFactorizationMachineDefaults(&config);
  EXPECT_EQ(config.factors(), 32);
  EXPECT_EQ(config.epochs(), 10);
  EXPECT_EQ(config.learning_rate(), 0.05);
  EXPECT_EQ(config.loss(), v1::FACTORIZATION_LOSS_BPR);
  EXPECT_EQ(config.negatives(), 4);
  EXPECT_EQ(config.decay(), 0.9);
  EXPECT_EQ(config.max_baskets(), 50);
  EXPECT_THAT(CheckFactorizationMachineConfig(config, "fm"), IsOk());
}

TEST(FactorizationMachineConfig, NamesWhatIsOutOfRange) {
  const struct {
    const char* field;
    std::function<void(Config*)> spoil;
  } cases[] = {
      {"factors", [](Config* c) { c->set_factors(1025); }},
      {"epochs", [](Config* c) { c->set_epochs(-1); }},
      {"learning_rate", [](Config* c) { c->set_learning_rate(NAN); }},
      {"regularization", [](Config* c) { c->set_regularization(-1); }},
      {"negatives", [](Config* c) { c->set_negatives(101); }},
      {"negative_exponent", [](Config* c) { c->set_negative_exponent(2); }},
      {"decay", [](Config* c) { c->set_decay(0); }},
      {"min_count", [](Config* c) { c->set_min_count(-1); }},
      {"max_baskets", [](Config* c) { c->set_max_baskets(-1); }},
      {"popularity_weight", [](Config* c) { c->set_popularity_weight(11); }},
      {"loss",
       [](Config* c) { c->set_loss(static_cast<v1::FactorizationLoss>(7)); }},
  };
  for (const auto& each : cases) {
    Config config;
    each.spoil(&config);
    EXPECT_THAT(CheckFactorizationMachineConfig(config, "models[3].fm"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(absl::StrCat("models[3].fm.", each.field))));
  }
}

}  // namespace
}  // namespace customer2vec
