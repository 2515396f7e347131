#include "trainer/search/field_path.h"

#include <gmock/gmock.h>

#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

v1::TrainingConfig Config() {
  auto config = ParseTrainingConfig(R"(
    models { name: "pop" popularity {} }
    models { name: "items" item2vec { dimension: 8 } })",
                                    "test");
  EXPECT_THAT(config, IsOk());
  return *config;
}

TEST(SetFieldTest, SetsEveryKindOfValue) {
  v1::TrainingConfig config = Config();
  const auto set = [&](const char* path, const char* value) {
    EXPECT_THAT(SetField(path, value, &config), IsOk()) << path;
  };
  set("models.items.item2vec.dimension", "32");
  set("models.1.item2vec.learning_rate", "0.125");
  set("models.items.item2vec.negative_exponent", "-0.5");
  set("models.items.item2vec.window", "WINDOW_WHOLE_BASKET");
  set("models.items.item2vec.deterministic", "true");
  set("defaults.session", "items");
  set("seed", "7");
  const v1::Item2VecConfig& model = config.models(1).item2vec();
  EXPECT_EQ(model.dimension(), 32);
  EXPECT_EQ(model.learning_rate(), 0.125);
  EXPECT_EQ(model.negative_exponent(), -0.5);
  EXPECT_EQ(model.window(), v1::WINDOW_WHOLE_BASKET);
  EXPECT_TRUE(model.deterministic());
  EXPECT_EQ(config.defaults().session(), "items");
  EXPECT_EQ(config.seed(), 7);
}

TEST(SetFieldTest, NamesWhatIsWrong) {
  v1::TrainingConfig config = Config();
  const auto expect = [&](const char* path, const char* value,
                          const char* words) {
    EXPECT_THAT(SetField(path, value, &config),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)))
        << path;
  };
  expect("models.items.item2vec.dimensions", "3", "\"dimensions\" is no field");
  expect("models.nobody.item2vec.dimension", "3",
         "\"nobody\" is none of the 2");
  expect("models.2.item2vec.dimension", "3", "\"2\" is none");
  expect("models.items.item2vec", "3", "no single value");
  expect("models", "3", "no single value");
  expect("models.items", "3", "no single value");
  expect("seed.value", "3", "seed has no fields");
  expect("models.items.item2vec.dimension", "many", "is no int32");
  expect("models.items.item2vec.window", "WINDOW_BROKEN", "is no enum");
  expect("", "3", "is no field");
}

TEST(IsWholeNumberTest, KnowsTheTypes) {
  const v1::TrainingConfig config = Config();
  C2V_ASSERT_OK_AND_ASSIGN(
      const bool dimension,
      IsWholeNumber("models.items.item2vec.dimension", config));
  EXPECT_TRUE(dimension);
  C2V_ASSERT_OK_AND_ASSIGN(
      const bool rate,
      IsWholeNumber("models.items.item2vec.learning_rate", config));
  EXPECT_FALSE(rate);
}

}  // namespace
}  // namespace customer2vec
