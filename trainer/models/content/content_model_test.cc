#include "trainer/models/content/content_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/status_matchers.h"
#include "core/servables/feature_servable_files.h"
#include "trainer/models/feature_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ContentModelTest, WhatIsLearnedRanksItemsOfTheCustomersKind) {
  const FeatureShop shop;
  v1::ModelConfig config;
  config.mutable_content()->add_fields()->set_attribute("group");
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           shop.Learn(ContentFamily(), config));
  EXPECT_EQ(model.entry.kind(), ContentFamily().publishes);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto scorer,
      LoadContentScorer(model.files, model.entry, shop.tables()));
  std::vector<ScoredItem> top;
  for (uint32_t customer = 0; customer < 4; ++customer) {
    scorer->Rank({.customer = customer}, {.k = 10}, &top);
    ASSERT_EQ(top.size(), 10u);
    for (const ScoredItem& item : top) EXPECT_EQ(item.item % 2, customer % 2);
  }
}

TEST(ContentModelTest, TheTunableSetsBothAndIsGoneWhenSet) {
  v1::ModelConfig config;
  v1::ServableEntry entry;
  const auto tunables = ContentFamily().tunables(config);
  ASSERT_EQ(tunables.size(), 1u);
  tunables[0].set(0.25, &config, &entry);
  EXPECT_EQ(config.content().popularity_weight(), 0.25);
  EXPECT_EQ(entry.content().popularity_weight(), 0.25F);
  EXPECT_TRUE(ContentFamily().tunables(config).empty());
}

TEST(ContentModelTest, ChecksNameTheField) {
  const auto expect = [](auto set, const char* message) {
    v1::ModelConfig config;
    set(config.mutable_content());
    EXPECT_THAT(
        FeatureShop().Learn(ContentFamily(), config),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(message)));
  };
  using Config = v1::ContentConfig*;
  expect([](Config c) { c->set_name_weight(-1); }, "models[0].name_weight is");
  expect([](Config c) { c->set_min_items(-1); }, "models[0].min_items is -1");
  expect([](Config c) { c->set_max_item_share(1.5); },
         "models[0].max_item_share is 1.5");
  expect([](Config c) { c->set_number_bins(1); }, "models[0].number_bins is 1");
  expect(
      [](Config c) {
        c->set_popularity_weight(std::numeric_limits<double>::quiet_NaN());
      },
      "models[0].popularity_weight is nan");
  expect([](Config c) { c->add_fields(); }, "models[0].fields[0].attribute is");
  expect(
      [](Config c) {
        c->add_fields()->set_attribute("group");
        c->mutable_fields(0)->set_weight(-2);
      },
      "models[0].fields[0].weight is -2");
  expect([](Config c) { c->add_fields()->set_attribute("colour"); },
         "content model \"model\": the catalogue has no attribute \"colour\"");
}

}  // namespace
}  // namespace customer2vec
