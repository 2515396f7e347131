#include "trainer/models/model_registry.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::TrainingConfig Parse(const std::string& text) {
  auto config = ParseTrainingConfig(text, "test");
  EXPECT_THAT(config, IsOk());
  return *config;
}

TEST(ModelFamiliesTest, AreCompleteAndOneOfAKind) {
  std::set<int> kinds;
  for (const ModelFamily* family : ModelFamilies()) {
    EXPECT_TRUE(kinds.insert(family->kind).second) << family->name;
    EXPECT_NE(family->publishes, v1::SERVABLE_KIND_UNSPECIFIED);
    EXPECT_TRUE(family->fill_defaults && family->check &&
                family->dependencies && family->learn && family->tunables)
        << family->name;
  }
}

TEST(FillModelDefaultsTest, BlendsDiscoverFromTheFirstSpace) {
  v1::TrainingConfig config = Parse(R"(
    models { name: "blend" repeat_discovery {} }
    models { name: "wines" item2vec {} }
    models { name: "own" repeat_discovery { space: "mine" } })");
  FillModelDefaults(&config);
  ASSERT_EQ(config.models_size(), 3);
  EXPECT_EQ(config.models(0).repeat_discovery().space(), "wines");
  EXPECT_EQ(config.models(1).item2vec().dimension(), 200);
  EXPECT_EQ(config.models(2).repeat_discovery().space(), "mine");
}

TEST(FillModelDefaultsTest, AddsABlendWhereThereIsASpace) {
  v1::TrainingConfig config = Parse("models { name: 'a' item2vec {} }");
  FillModelDefaults(&config);
  ASSERT_EQ(config.models_size(), 2);
  EXPECT_EQ(config.models(1).repeat_discovery().space(), "a");

  config = Parse("models { name: 'a' popularity {} }");
  FillModelDefaults(&config);
  EXPECT_EQ(config.models_size(), 1);
}

TEST(CheckModelsTest, NamesTheFieldAtFault) {
  const auto error = [](const std::string& text) {
    return CheckModels(Parse(text));
  };
  const auto is_invalid = [](const char* start) {
    return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(start));
  };
  EXPECT_THAT(error("models { name: 'a' personal_frequency { decay: 1.5 } }"),
              is_invalid("models[0].personal_frequency.decay is 1.5"));
  EXPECT_THAT(error("models { name: 'a' personal_frequency { decay: nan } }"),
              is_invalid("models[0].personal_frequency.decay"));
  EXPECT_THAT(error("models { name: 'p' popularity {} } models { name: 'a' "
                    "repeat_discovery { discovery_weight: -1 } }"),
              is_invalid("models[1].repeat_discovery.discovery_weight is -1"));
  EXPECT_THAT(
      error("models { name: 'a' repeat_discovery { popularity_weight: inf } }"),
      is_invalid("models[0].repeat_discovery.popularity_weight is inf"));
  EXPECT_THAT(
      error("models { name: 'a' repeat_discovery { space: 'b' } }"),
      is_invalid("models[0].repeat_discovery needs a model called \"b\""));
  EXPECT_THAT(error("models { name: 'a' }"), is_invalid("models[0]"));
}

TEST(CheckModelsTest, RefusesCircles) {
  EXPECT_THAT(
      CheckModels(
          Parse("models { name: 'a' repeat_discovery { space: 'b' } }"
                "models { name: 'b' repeat_discovery { space: 'a' } }")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("circle")));
}

TEST(LearningOrderTest, PartsComeFirst) {
  const v1::TrainingConfig config = Parse(R"(
    models { name: "blend" repeat_discovery { space: "late" } }
    models { name: "early" item2vec {} }
    models { name: "late" item2vec {} }
    models { name: "again" personal_frequency {} })");
  EXPECT_THAT(LearningOrder(config), ElementsAre(1, 2, 3, 0));
}

}  // namespace
}  // namespace customer2vec
