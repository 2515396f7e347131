#include "trainer/models/embedding_model.h"

#include <gmock/gmock.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PublishEmbeddingsTest, SaysWhatTheFilesHold) {
  C2V_ASSERT_OK_AND_ASSIGN(const LearnedModel model,
                           PublishEmbeddings("items",
                                             {.dimension = 2,
                                              .input = {1, 2, 3, 4},
                                              .output = {5, 6, 7, 8},
                                              .customers = {9, 10}},
                                             /*popularity_weight=*/0.5));
  const v1::EmbeddingSpaceSpec& spec = model.entry.embedding_space();
  EXPECT_EQ(model.entry.name(), "items");
  EXPECT_EQ(model.entry.kind(), v1::SERVABLE_KIND_SPACE);
  EXPECT_EQ(spec.dimension(), 2);
  EXPECT_EQ(spec.item_count(), 2);
  EXPECT_EQ(spec.customer_count(), 1);
  EXPECT_EQ(spec.popularity_weight(), 0.5f);
  EXPECT_EQ(spec.next_index().kind(), v1::INDEX_KIND_FLAT);
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto output,
      model.files.Array<float>(SpaceFile("items", kSpaceOutputVectors), 4));
  EXPECT_THAT(output, ElementsAre(5, 6, 7, 8));
}

TEST(PublishEmbeddingsTest, WithoutCustomersThereIsNoFileOfThem) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const LearnedModel model,
      PublishEmbeddings("items", {.dimension = 1, .input = {1}, .output = {1}},
                        0));
  EXPECT_EQ(model.entry.embedding_space().customer_count(), 0);
  EXPECT_FALSE(model.files.Has(SpaceFile("items", kSpaceCustomerVectors)));
}

TEST(PublishEmbeddingsTest, RefusesANameThatIsNoFolder) {
  EXPECT_THAT(PublishEmbeddings(
                  "../x", {.dimension = 1, .input = {1}, .output = {1}}, 0),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("../x")));
}

TEST(CheckPopularityWeightTest, NamesTheFieldAndItsRange) {
  EXPECT_THAT(CheckPopularityWeight(0, "m"), IsOk());
  EXPECT_THAT(CheckPopularityWeight(100, "m"), IsOk());
  for (const double weight : {-0.1, 100.5, double{INFINITY}, double{NAN}}) {
    EXPECT_THAT(CheckPopularityWeight(weight, "models[2].item2vec"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("models[2].item2vec.popularity_weight is ")))
        << weight;
  }
}

TEST(PopularityWeightTunableTest, SetsTheEntryAndTheConfiguration) {
  const TunableParameter tunable =
      PopularityWeightTunable([](double value, v1::ModelConfig* config) {
        config->mutable_item2vec()->set_popularity_weight(value);
      });
  v1::ModelConfig config;
  v1::ServableEntry entry;
  tunable.set(0.25, &config, &entry);
  EXPECT_EQ(config.item2vec().popularity_weight(), 0.25);
  EXPECT_EQ(entry.embedding_space().popularity_weight(), 0.25f);
}

constexpr auto kTunables =
    PopularityWeightTunables<&v1::ModelConfig::node2vec,
                             &v1::ModelConfig::mutable_node2vec>;

TEST(PopularityWeightTunablesTest, WhatIsSetIsNotChosen) {
  v1::ModelConfig config;
  config.mutable_node2vec()->set_popularity_weight(0);
  EXPECT_TRUE(kTunables(config).empty());
  EXPECT_EQ(PopularityWeightOf(config.node2vec()), 0);
}

TEST(PopularityWeightTunablesTest, WritesIntoTheFamilysMessage) {
  v1::ModelConfig config;
  EXPECT_EQ(PopularityWeightOf(config.node2vec()), kDefaultPopularityWeight);
  const std::vector<TunableParameter> tunables = kTunables(config);
  ASSERT_EQ(tunables.size(), 1);
  v1::ServableEntry entry;
  tunables[0].set(0.5, &config, &entry);
  EXPECT_EQ(config.node2vec().popularity_weight(), 0.5);
}

}  // namespace
}  // namespace customer2vec
