#include "trainer/config/training_config.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

v1::TrainingConfig Parse(const std::string& text) {
  const auto config = ParseTrainingConfig(text, "test");
  EXPECT_THAT(config, IsOk());
  return config.ok() ? *config : v1::TrainingConfig();
}

TEST(ParseTrainingConfigTest, NamesFileLineAndColumn) {
  EXPECT_THAT(ParseTrainingConfig("seed: 1\nthreds: 2\n", "shop.textproto"),
              StatusIs(kInvalid, AllOf(StartsWith("shop.textproto:2:"),
                                       HasSubstr("threds"))));
  EXPECT_THAT(ParseTrainingConfig("seed: \"one\"", "shop.textproto"),
              StatusIs(kInvalid, StartsWith("shop.textproto:1:7:")));
}

TEST(ReadTrainingConfigTest, ReadsTheFileAndNamesAMissingOne) {
  const std::string path =
      (std::filesystem::path(testing::TempDir()) / "config.textproto").string();
  std::ofstream(path) << "seed: 9";
  C2V_ASSERT_OK_AND_ASSIGN(const v1::TrainingConfig config,
                           ReadTrainingConfig(path));
  EXPECT_EQ(config.seed(), 9);
  EXPECT_THAT(ReadTrainingConfig(path + ".none"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("config.textproto.none")));
}

TEST(FillDefaultsTest, AddsWhatIsAlwaysThere) {
  v1::TrainingConfig config;
  FillDefaults(&config);
  ASSERT_EQ(config.models_size(), 3);
  EXPECT_EQ(config.models(0).name(), "items");
  EXPECT_TRUE(config.models(0).has_item2vec());
  EXPECT_TRUE(config.models(1).has_popularity());
  EXPECT_TRUE(config.models(2).has_personal_frequency());
  EXPECT_EQ(config.evaluation().cutoffs_size(), 2);
  EXPECT_EQ(config.seed(), 1);
  EXPECT_THAT(CheckTrainingConfig(config), IsOk());
}

TEST(FillDefaultsTest, KeepsWhatIsSet) {
  v1::TrainingConfig config = Parse(R"(
    models { name: "wines" item2vec {} }
    models { name: "repeat" repeat_discovery { space: "wines" } }
    index { hnsw_links: 8 } evaluation { cutoffs: 5 } seed: 7)");
  FillDefaults(&config);
  EXPECT_EQ(config.models_size(), 4);
  EXPECT_EQ(config.index().hnsw_links(), 8);
  EXPECT_EQ(config.evaluation().cutoffs_size(), 1);
  EXPECT_EQ(config.seed(), 7);
}

TEST(FillDefaultsTest, PlainPopularityStandsBesideItsVariants) {
  v1::TrainingConfig config = Parse(R"(
    models { name: "lately" popularity { half_life_days: 30 } }
    models { name: "in_aisle" popularity { category: "aisle" } }
    models { name: "own" personal_frequency {} })");
  FillDefaults(&config);
  ASSERT_EQ(config.models_size(), 4);
  EXPECT_EQ(config.models(3).name(), "popularity");
  EXPECT_EQ(config.models(3).popularity().ByteSizeLong(), 0u);
  FillDefaults(&config);
  EXPECT_EQ(config.models_size(), 4) << "one is there now";
}

TEST(FillDefaultsTest, WhatIsAddedTakesANameThatIsFree) {
  v1::TrainingConfig config = Parse(R"(
    models { name: "popularity" popularity { half_life_days: 30 } }
    models { name: "personal_frequency" item2vec {} }
    models { name: "personal_frequency_2" item2vec {} })");
  FillDefaults(&config);
  ASSERT_EQ(config.models_size(), 5);
  EXPECT_EQ(config.models(3).name(), "popularity_2");
  EXPECT_TRUE(config.models(3).has_popularity());
  EXPECT_EQ(config.models(4).name(), "personal_frequency_3");
  EXPECT_THAT(CheckTrainingConfig(config), IsOk());
}

struct BadConfig {
  std::string text;
  std::string field;
};

class CheckTrainingConfigTest : public testing::TestWithParam<BadConfig> {};

TEST_P(CheckTrainingConfigTest, NamesTheField) {
  EXPECT_THAT(CheckTrainingConfig(Parse(GetParam().text)),
              StatusIs(kInvalid, StartsWith(GetParam().field)));
}

INSTANTIATE_TEST_SUITE_P(
    BadConfigs, CheckTrainingConfigTest,
    testing::Values(
        BadConfig{"threads: -1", "threads is -1"},
        BadConfig{"models { item2vec {} }", "models[0].name is \"\""},
        BadConfig{"models { name: 'Wine' item2vec {} }",
                  "models[0].name is \"Wine\""},
        BadConfig{"models { name: 'a/b' item2vec {} }",
                  "models[0].name is \"a/b\""},
        BadConfig{"models { name: 'a' item2vec {} } models { name: 'a' "
                  "popularity {} }",
                  "models[1].name \"a\" stands twice"},
        BadConfig{"models { name: 'a' }", "models[0] says no model"},
        BadConfig{"models { name: 'a' personal_frequency {} } "
                  "models { name: 'b' personal_frequency {} }",
                  "models[1] \"b\" is the second personal_frequency"},
        BadConfig{"models { name: 'a' item2vec {} } defaults { session: 'b' }",
                  "defaults.session is \"b\""},
        BadConfig{"evaluation { min_count: -1 }", "evaluation.min_count is -1"},
        BadConfig{"evaluation { cutoffs: 0 }", "evaluation.cutoffs[0] is 0"},
        BadConfig{"evaluation { hidden_item_seeds: 101 }",
                  "evaluation.hidden_item_seeds is 101"},
        BadConfig{"warm_start { max_move: -0.1 }",
                  "warm_start.max_move is -0.1"},
        BadConfig{"warm_start { max_move: nan }", "warm_start.max_move is nan"},
        BadConfig{"warm_start { epochs: -1 }", "warm_start.epochs is -1"},
        BadConfig{"warm_start { learning_rate_scale: 1.5 }",
                  "warm_start.learning_rate_scale is 1.5"},
        BadConfig{"warm_start { max_lost: 1.5 }", "warm_start.max_lost is 1.5"},
        BadConfig{"warm_start { max_lost: nan }", "warm_start.max_lost is nan"},
        BadConfig{"index { hnsw_links: 3 }", "index.hnsw_links is 3"},
        BadConfig{"index { hnsw_build_beam: -1 }",
                  "index.hnsw_build_beam is -1"},
        BadConfig{"index { hnsw_search_beam: 5000 }",
                  "index.hnsw_search_beam is 5000"},
        BadConfig{"index { recall_floor: nan }", "index.recall_floor is nan"}));

}  // namespace
}  // namespace customer2vec
