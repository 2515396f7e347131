#include "trainer/models/als/als_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(AlsConfig, NothingIsInRangeAndGetsDefaults) {
  v1::AlsConfig config;
  EXPECT_THAT(CheckAlsConfig(config, "als"), IsOk());
  FillAlsDefaults(&config);
  EXPECT_EQ(config.factors(), 128);
  EXPECT_EQ(config.iterations(), 15);
  EXPECT_EQ(config.cg_steps(), 2);
  EXPECT_EQ(config.alpha(), 10);
  EXPECT_EQ(config.decay(), 1);
  EXPECT_EQ(config.regularization(), 1);
  EXPECT_EQ(config.min_count(), 5);
  EXPECT_EQ(config.confidence_scale(), v1::CONFIDENCE_SCALE_LINEAR);
  EXPECT_THAT(CheckAlsConfig(config, "als"), IsOk());
}

TEST(AlsConfig, WhatIsSetStays) {
  v1::AlsConfig config;
  config.set_regularization(0);
  config.set_alpha(2);
  FillAlsDefaults(&config);
  EXPECT_EQ(config.regularization(), 0);
  EXPECT_EQ(config.alpha(), 2);
}

TEST(AlsConfig, NamesWhatIsOutOfRange) {
  const struct {
    const char* field;
    std::function<void(v1::AlsConfig*)> spoil;
  } cases[] = {
      {"factors", [](v1::AlsConfig* c) { c->set_factors(1025); }},
      {"factors", [](v1::AlsConfig* c) { c->set_factors(-1); }},
      {"iterations", [](v1::AlsConfig* c) { c->set_iterations(1001); }},
      {"cg_steps", [](v1::AlsConfig* c) { c->set_cg_steps(101); }},
      {"min_count", [](v1::AlsConfig* c) { c->set_min_count(-1); }},
      {"alpha", [](v1::AlsConfig* c) { c->set_alpha(0); }},
      {"alpha", [](v1::AlsConfig* c) { c->set_alpha(NAN); }},
      {"decay", [](v1::AlsConfig* c) { c->set_decay(1.5); }},
      {"decay", [](v1::AlsConfig* c) { c->set_decay(0); }},
      {"regularization", [](v1::AlsConfig* c) { c->set_regularization(-1); }},
      {"regularization", [](v1::AlsConfig* c) { c->set_regularization(NAN); }},
      {"regularization_exponent",
       [](v1::AlsConfig* c) { c->set_regularization_exponent(3); }},
      {"popularity_weight",
       [](v1::AlsConfig* c) { c->set_popularity_weight(NAN); }},
      {"confidence_scale",
       [](v1::AlsConfig* c) {
         c->set_confidence_scale(static_cast<v1::ConfidenceScale>(9));
       }},
  };
  for (const auto& each : cases) {
    v1::AlsConfig config;
    each.spoil(&config);
    EXPECT_THAT(
        CheckAlsConfig(config, "models[3].als"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr(absl::StrCat("models[3].als.", each.field))));
  }
}

}  // namespace
}  // namespace customer2vec
