#include "trainer/models/segments/segments_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/servables/feature_servable_files.h"
#include "trainer/models/feature_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::ModelConfig ByTaste() {
  v1::ModelConfig config;
  config.mutable_segments()->add_attributes("taste");
  return config;
}

TEST(SegmentsModelTest, WhatIsLearnedRanksWhatTheSegmentTakes) {
  const FeatureShop shop;
  v1::ModelConfig config = ByTaste();
  config.mutable_segments()->set_smoothing(0);
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           shop.Learn(SegmentsFamily(), config));
  const v1::SegmentsSpec& spec = model.entry.segments();
  ASSERT_EQ(spec.segments_size(), 3);
  EXPECT_EQ(spec.segments(1).name(), "taste=clean");
  EXPECT_EQ(spec.segments(1).customer_count(), 30);
  EXPECT_EQ(spec.segments(1).basket_count(), 90);
  EXPECT_EQ(spec.segments(0).basket_count(), 180);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto scorer,
      LoadSegmentsScorer(model.files, model.entry, shop.tables()));
  std::vector<ScoredItem> top;
  for (uint32_t customer = 0; customer < 4; ++customer) {
    scorer->Rank({.customer = customer}, {.k = 5}, &top);
    ASSERT_EQ(top.size(), 5u);
    for (const ScoredItem& item : top) EXPECT_EQ(item.item % 2, customer % 2);
  }
}

TEST(SegmentsModelTest, ScoresAreSharesOfBaskets) {
  const FeatureShop shop;
  v1::ModelConfig config = ByTaste();
  config.mutable_segments()->set_smoothing(0);
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           shop.Learn(SegmentsFamily(), config));
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto scorer,
      LoadSegmentsScorer(model.files, model.entry, shop.tables()));
  std::vector<ScoredItem> top;
  scorer->Rank({.customer = 0}, {.k = 20}, &top);
  float sum = 0;
  for (const ScoredItem& item : top) sum += item.score;
  EXPECT_NEAR(sum, 2, 1e-5);  // two items a basket
}

TEST(SegmentsModelTest, TheTunableSetsBothAndIsGoneWhenSet) {
  v1::ModelConfig config = ByTaste();
  v1::ServableEntry entry;
  const auto tunables = SegmentsFamily().tunables(config);
  ASSERT_EQ(tunables.size(), 1u);
  tunables[0].set(100, &config, &entry);
  EXPECT_EQ(config.segments().smoothing(), 100);
  EXPECT_EQ(entry.segments().smoothing(), 100);
  EXPECT_TRUE(SegmentsFamily().tunables(config).empty());
}

TEST(SegmentsModelTest, ChecksNameTheField) {
  const auto expect = [](auto set, const char* message) {
    v1::ModelConfig config = ByTaste();
    set(config.mutable_segments());
    EXPECT_THAT(
        FeatureShop().Learn(SegmentsFamily(), config),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  };
  using Config = v1::SegmentsConfig*;
  expect([](Config c) { c->clear_attributes(); },
         "models[0].attributes is empty");
  expect([](Config c) { c->set_min_customers(-1); },
         "models[0].min_customers is -1");
  expect([](Config c) { c->set_number_bins(1); }, "models[0].number_bins is 1");
  expect([](Config c) { c->set_smoothing(-1); }, "models[0].smoothing is -1");
  expect([](Config c) { c->add_attributes("income"); },
         "segments model \"model\": data.customers has no attribute");
}

}  // namespace
}  // namespace customer2vec
