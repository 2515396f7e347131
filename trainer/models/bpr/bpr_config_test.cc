#include "trainer/models/bpr/bpr_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(BprConfig, NothingIsInRangeAndGetsDefaults) {
  v1::BprConfig config;
  EXPECT_THAT(CheckBprConfig(config, "bpr"), IsOk());
  config.set_regularization(0.02);
  FillBprDefaults(&config);
  EXPECT_EQ(config.factors(), 64);
  EXPECT_EQ(config.epochs(), 50);
  EXPECT_EQ(config.learning_rate(), 0.05);
  EXPECT_EQ(config.bias_regularization(), 0.02);
  EXPECT_EQ(config.negative_sampling(), v1::NEGATIVE_SAMPLING_POPULARITY);
  EXPECT_EQ(config.negatives(), 1);
  EXPECT_THAT(CheckBprConfig(config, "bpr"), IsOk());
}

TEST(BprConfig, NamesWhatIsOutOfRange) {
  const struct {
    const char* field;
    std::function<void(v1::BprConfig*)> spoil;
  } cases[] = {
      {"factors", [](v1::BprConfig* c) { c->set_factors(1025); }},
      {"epochs", [](v1::BprConfig* c) { c->set_epochs(-1); }},
      {"learning_rate", [](v1::BprConfig* c) { c->set_learning_rate(NAN); }},
      {"regularization", [](v1::BprConfig* c) { c->set_regularization(-1); }},
      {"bias_regularization",
       [](v1::BprConfig* c) { c->set_bias_regularization(11); }},
      {"negative_exponent",
       [](v1::BprConfig* c) { c->set_negative_exponent(2); }},
      {"adaptive_candidates",
       [](v1::BprConfig* c) { c->set_adaptive_candidates(1); }},
      {"min_count", [](v1::BprConfig* c) { c->set_min_count(-1); }},
      {"popularity_weight",
       [](v1::BprConfig* c) { c->set_popularity_weight(-1); }},
      {"negatives", [](v1::BprConfig* c) { c->set_negatives(101); }},
      {"negative_sampling",
       [](v1::BprConfig* c) {
         c->set_negative_sampling(static_cast<v1::NegativeSampling>(7));
       }},
  };
  for (const auto& each : cases) {
    v1::BprConfig config;
    each.spoil(&config);
    EXPECT_THAT(
        CheckBprConfig(config, "models[3].bpr"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr(absl::StrCat("models[3].bpr.", each.field))));
  }
}

}  // namespace
}  // namespace customer2vec
