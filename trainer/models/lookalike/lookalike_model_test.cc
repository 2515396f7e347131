#include "trainer/models/lookalike/lookalike_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/status_matchers.h"
#include "core/servables/feature_servable_files.h"
#include "trainer/models/feature_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(LookalikeModelTest, WhatIsLearnedTellsTheKindsApart) {
  const FeatureShop shop;
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           shop.Learn(LookalikeFamily(), {}));
  const v1::LogisticSpec& spec = model.entry.logistic();
  ASSERT_EQ(spec.outcomes_size(), 1);
  EXPECT_EQ(spec.outcomes(0).positive_count(), 30);
  EXPECT_EQ(spec.outcomes(0).negative_count(), 30);
  EXPECT_GT(spec.outcomes(0).auc(), 0.99);
  ASSERT_EQ(spec.inputs_size(), 2);
  EXPECT_EQ(spec.inputs(0).columns().names(0), "log_baskets");
  EXPECT_EQ(spec.inputs(1).shares().attribute(), "group");
  EXPECT_EQ(spec.inputs(1).dimension(), 2);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto predictor,
      LoadLogisticPredictor(model.files, model.entry, shop.tables(), {}));
  EXPECT_THAT(predictor->metrics(), ElementsAre("drinks"));
  std::vector<float> vector(predictor->dimension());
  double outcome;
  for (uint32_t customer = 0; customer < 10; ++customer) {
    ASSERT_TRUE(predictor->CustomerInput(customer, vector));
    predictor->Predict(vector, std::span(&outcome, 1));
    EXPECT_EQ(outcome > 0.5, customer % 2 == 0) << customer;
  }
}

TEST(LookalikeModelTest, TheSameSeedGivesTheSameBytes) {
  const FeatureShop shop;
  const auto a = shop.Learn(LookalikeFamily(), {});
  const auto b = shop.Learn(LookalikeFamily(), {});
  EXPECT_EQ(a->entry.SerializeAsString(), b->entry.SerializeAsString());
  EXPECT_EQ(*a->files.File("servables/model/weights.f32"),
            *b->files.File("servables/model/weights.f32"));
}

TEST(LookalikeModelTest, ChecksNameTheField) {
  const auto expect = [](auto set, const char* message) {
    v1::ModelConfig config;
    set(config.mutable_lookalike());
    EXPECT_THAT(
        FeatureShop().Learn(LookalikeFamily(), config),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  };
  using Config = v1::LookalikeConfig*;
  expect([](Config c) { c->set_hand_crafted(false); },
         "models[0] has no features");
  expect(
      [](Config c) {
        c->set_hand_crafted(false);
        c->add_spaces("items");
        c->add_customer_attributes("age");
      },
      "models[0].customer_attributes are");
  expect([](Config c) { c->set_share_power(2); }, "models[0].share_power is 2");
  expect(
      [](Config c) {
        c->set_positive_above(std::numeric_limits<double>::infinity());
      },
      "models[0].positive_above is inf");
  expect([](Config c) { c->add_l2_strengths(-1); },
         "models[0].l2_strengths[0] is -1");
  expect([](Config c) { c->set_folds(1); }, "models[0].folds is 1");
  expect([](Config c) { c->add_share_attributes("colour"); },
         "look-alike model \"model\": the catalogue has no attribute");
  expect([](Config c) { c->add_spaces("items"); },
         "look-alike model \"model\": \"items\" is no space with customer");
  expect([](Config c) { c->add_outcomes("churn"); },
         "look-alike model \"model\": data.outcomes has no metric \"churn\"");
}

}  // namespace
}  // namespace customer2vec
