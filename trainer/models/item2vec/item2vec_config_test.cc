#include "trainer/models/item2vec/item2vec_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::Item2VecConfig Parse(const std::string& text) {
  v1::Item2VecConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config))
      << text;
  return config;
}

TEST(Item2VecConfigTest, EmptyBecomesTheDocumentedDefaults) {
  v1::Item2VecConfig config;
  FillItem2VecDefaults(&config);
  EXPECT_EQ(config.DebugString(),
            Parse("dimension: 200 window: WINDOW_SLIDING window_size: 5 "
                  "max_context: 20 min_count: 5 negatives: 5 "
                  "negative_exponent: 0.75 subsample: 0.001 epochs: 10 "
                  "learning_rate: 0.025 model: WORD_MODEL_SKIP_GRAM "
                  "rate_schedule: RATE_SCHEDULE_LINEAR "
                  "shared_negatives: 10 loss: WORD_LOSS_NEGATIVE_SAMPLING")
                .DebugString());
}

TEST(Item2VecConfigTest, CbowHasDefaultsOfItsOwn) {
  v1::Item2VecConfig config = Parse("model: WORD_MODEL_CBOW");
  FillItem2VecDefaults(&config);
  EXPECT_EQ(config.shared_negatives(), 10);
  EXPECT_EQ(config.pooling(), v1::CONTEXT_POOLING_MEAN);
}

TEST(Item2VecConfigTest, WholeBasketsShareMoreNegatives) {
  v1::Item2VecConfig config = Parse("window: WINDOW_WHOLE_BASKET");
  FillItem2VecDefaults(&config);
  EXPECT_EQ(config.shared_negatives(), 32);
}

TEST(Item2VecConfigTest, WhatIsSetStays) {
  const std::string text =
      "dimension: 7 window: WINDOW_WHOLE_BASKET window_size: 2 max_context: 9 "
      "min_count: 3 negatives: 4 negative_exponent: 0 subsample: 0 epochs: 1 "
      "learning_rate: 1 rate_schedule: RATE_SCHEDULE_STEPS "
      "epoch_rates: 0.5 shared_negatives: 9 "
      "loss: WORD_LOSS_HIERARCHICAL_SOFTMAX model: WORD_MODEL_SKIP_GRAM";
  v1::Item2VecConfig config = Parse(text);
  FillItem2VecDefaults(&config);
  EXPECT_EQ(config.DebugString(), Parse(text).DebugString());
  EXPECT_THAT(CheckItem2VecConfig(config, "items"), IsOk());
}

TEST(Item2VecConfigTest, DefaultsAndNothingAtAllAreValid) {
  v1::Item2VecConfig config;
  EXPECT_THAT(CheckItem2VecConfig(config, "items"), IsOk());
  FillItem2VecDefaults(&config);
  EXPECT_THAT(CheckItem2VecConfig(config, "items"), IsOk());
}

TEST(Item2VecConfigTest, LimitsAreValid) {
  EXPECT_THAT(CheckItem2VecConfig(
                  Parse("dimension: 4096 window_size: 1000 max_context: 1000 "
                        "min_count: 2147483647 negatives: 1000 epochs: 10000 "
                        "negative_exponent: 2 subsample: 1 learning_rate: 1 "
                        "model: WORD_MODEL_CBOW deterministic: true "
                        "loss: WORD_LOSS_HIERARCHICAL_SOFTMAX"),
                  "items"),
              IsOk());
  EXPECT_THAT(CheckItem2VecConfig(Parse("negative_exponent: -2"), "items"),
              IsOk());
}

TEST(Item2VecConfigTest, EveryFieldOutOfRangeIsNamedWithValueAndRange) {
  const struct {
    const char* text;
    const char* field;
    const char* value;
    const char* range;
  } cases[] = {
      {"dimension: 4097", ".dimension ", "4097", "1 to 4096"},
      {"dimension: -1", ".dimension ", "-1", "1 to 4096"},
      {"window: 7", ".window ", "7", "WINDOW_WHOLE_BASKET"},
      {"window_size: 1001", ".window_size ", "1001", "1 to 1000"},
      {"max_context: -5", ".max_context ", "-5", "1 to 1000"},
      {"min_count: -1", ".min_count ", "-1", "1 to 2147483647"},
      {"negatives: 1001", ".negatives ", "1001", "1 to 1000"},
      {"epochs: 10001", ".epochs ", "10001", "1 to 10000"},
      {"negative_exponent: 2.5", ".negative_exponent ", "2.5", "-2 to 2"},
      {"subsample: -0.1", ".subsample ", "-0.1", "0 (off) to 1"},
      {"learning_rate: 1.5", ".learning_rate ", "1.5", "(0, 1]"},
      {"learning_rate: -1", ".learning_rate ", "-1", "(0, 1]"},
      {"rate_schedule: RATE_SCHEDULE_STEPS", ".epoch_rates ", "empty", "rate"},
      {"rate_schedule: RATE_SCHEDULE_STEPS epoch_rates: [0.5, 2]",
       ".epoch_rates[1] ", "2", "(0, 1]"},
      {"popularity_weight: -1", ".popularity_weight ", "-1", "0 to 100"},
      {"learning_rate: nan", ".learning_rate ", "nan", "(0, 1]"},
      {"subsample: nan", ".subsample ", "nan", "0 (off) to 1"},
      {"negative_exponent: inf", ".negative_exponent ", "inf", "-2 to 2"},
  };
  for (const auto& each : cases) {
    v1::Item2VecConfig config;
    // An enum's number that has no name parses from the wire only.
    if (std::string(each.text) == "window: 7") {
      config.set_window(static_cast<v1::Window>(7));
    } else {
      config = Parse(each.text);
    }
    EXPECT_THAT(
        CheckItem2VecConfig(config, "models[3].item2vec"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(HasSubstr("models[3].item2vec"), HasSubstr(each.field),
                       HasSubstr(each.value), HasSubstr(each.range))))
        << each.text;
  }
}

}  // namespace
}  // namespace customer2vec
