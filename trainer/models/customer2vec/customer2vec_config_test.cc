#include "trainer/models/customer2vec/customer2vec_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatEq;
using ::testing::HasSubstr;

v1::Customer2VecConfig Parse(const std::string& text) {
  v1::Customer2VecConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config))
      << text;
  return config;
}

v1::Customer2VecConfig Filled(const std::string& text) {
  v1::Customer2VecConfig config = Parse(text);
  FillCustomer2VecDefaults(&config);
  return config;
}

TEST(Customer2VecConfigTest, DefaultsFillWhatIsNotSet) {
  const v1::Customer2VecConfig config = Filled("epochs: 30 subsample: 0");
  EXPECT_EQ(config.model(), v1::DOCUMENT_MODEL_PV_DBOW);
  EXPECT_EQ(config.pooling(), v1::CONTEXT_POOLING_MEAN);
  EXPECT_EQ(config.dimension(), 200);
  EXPECT_EQ(config.window_size(), 5);
  EXPECT_EQ(config.min_count(), 5);
  EXPECT_EQ(config.negatives(), 5);
  EXPECT_EQ(config.negative_exponent(), 0.75);
  EXPECT_EQ(config.subsample(), 0);
  EXPECT_EQ(config.epochs(), 30);
  EXPECT_EQ(config.fold_in_passes(), 20);
  EXPECT_EQ(config.learning_rate(), 0.025);
  EXPECT_TRUE(CheckCustomer2VecConfig(config, "c").ok());
}

TEST(Customer2VecConfigTest, RatesByHandAreTheEpochs) {
  const v1::Customer2VecConfig config =
      Filled("learning_rates: 0.03 learning_rates: 0.02 learning_rates: 0.01");
  EXPECT_EQ(config.epochs(), 3);
  EXPECT_EQ(config.learning_rate(), 0);
  EXPECT_TRUE(CheckCustomer2VecConfig(config, "c").ok());
  const LearningRate rate = LearningRateOf(config);
  EXPECT_EQ(rate.At(2, 3, 0.9), 0.02);
  EXPECT_THAT(FoldInRates(config),
              ElementsAre(FloatEq(0.03f), FloatEq(0.02f), FloatEq(0.01f)));
}

TEST(Customer2VecConfigTest, ADecrementIsTakenAfterEachEpoch) {
  const LearningRate rate = LearningRateOf(
      Filled("learning_rate: 0.025 learning_rate_decrement: 0.01 epochs: 5"));
  EXPECT_THAT(rate.steps, ElementsAre(0.025, testing::DoubleNear(0.015, 1e-12),
                                      testing::DoubleNear(0.005, 1e-12),
                                      0.025e-4, 0.025e-4));
}

TEST(Customer2VecConfigTest, OtherwiseTheRateFallsLinearly) {
  const v1::Customer2VecConfig config =
      Filled("learning_rate: 0.1 epochs: 10 fold_in_passes: 4");
  EXPECT_THAT(FoldInRates(config),
              ElementsAre(FloatEq(0.1f), FloatEq(0.075f), FloatEq(0.05f),
                          FloatEq(0.025f)));
}

TEST(Customer2VecConfigTest, RefusalsNameFieldValueAndRange) {
  const auto refusal = [](const std::string& text) {
    return std::string(
        CheckCustomer2VecConfig(Parse(text), "models[2].customer2vec")
            .message());
  };
  EXPECT_THAT(refusal("dimension: -1"),
              HasSubstr("models[2].customer2vec.dimension is -1: use 1 to "
                        "4096"));
  EXPECT_THAT(refusal("model: DOCUMENT_MODEL_JOINT dimension: 25"),
              HasSubstr("even"));
  EXPECT_THAT(refusal("model: DOCUMENT_MODEL_PV_DM train_words: true"),
              HasSubstr("train_words"));
  EXPECT_THAT(refusal("window_size: 1001"), HasSubstr("window_size"));
  EXPECT_THAT(refusal("min_count: -1"), HasSubstr("min_count"));
  EXPECT_THAT(refusal("negatives: 1001"), HasSubstr("negatives"));
  EXPECT_THAT(refusal("negative_exponent: nan"),
              HasSubstr("negative_exponent"));
  EXPECT_THAT(refusal("subsample: 2"), HasSubstr("subsample"));
  EXPECT_THAT(refusal("epochs: 10001"), HasSubstr("epochs"));
  EXPECT_THAT(refusal("learning_rate: nan"), HasSubstr("learning_rate"));
  EXPECT_THAT(refusal("learning_rate_decrement: -1"),
              HasSubstr("learning_rate_decrement"));
  EXPECT_THAT(refusal("learning_rates: 0.1 learning_rates: 0"),
              HasSubstr("learning_rates is 0"));
  EXPECT_THAT(refusal("learning_rates: 0.1 learning_rate: 0.1"),
              HasSubstr("leave learning_rate"));
  EXPECT_THAT(refusal("learning_rates: 0.1 epochs: 2"),
              HasSubstr("1 rates for 2 epochs"));
  EXPECT_THAT(refusal("attributes: \"a\" attributes: \"a\""),
              HasSubstr("names \"a\" twice"));
  EXPECT_THAT(refusal("attributes: \"\""), HasSubstr("attributes[0]"));
  EXPECT_THAT(refusal("fold_in_passes: 1001"), HasSubstr("fold_in_passes"));
  EXPECT_THAT(refusal("popularity_weight: inf"),
              HasSubstr("popularity_weight"));
  EXPECT_THAT(refusal("popularity_weight: -1"),
              HasSubstr("popularity_weight is -1: use 0 to 100"));
}

}  // namespace
}  // namespace customer2vec
