#include "trainer/models/log2vec/log2vec_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

v1::Log2VecConfig Parse(const std::string& text) {
  v1::Log2VecConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

TEST(Log2VecConfigTest, DefaultsFillWhatIsNotSet) {
  v1::Log2VecConfig config = Parse("subsample: 0 window_size: 3");
  EXPECT_THAT(CheckLog2VecConfig(config, "models[0].log2vec"), IsOk());
  FillLog2VecDefaults(&config);
  EXPECT_EQ(config.learner(), v1::LOG_LEARNER_PV_DBOW);
  EXPECT_EQ(config.tokens(), v1::LOG_TOKENS_SEPARATE);
  EXPECT_EQ(config.dimension(), 64);
  EXPECT_EQ(config.min_count(), 5);
  EXPECT_EQ(config.epochs(), 20);
  EXPECT_EQ(config.subsample(), 0);
  EXPECT_EQ(config.window_size(), 3);
  EXPECT_TRUE(config.joint_words());
  EXPECT_FALSE(config.has_popularity_weight());
}

TEST(Log2VecConfigTest, ErrorsNameTheField) {
  const auto expect = [](const std::string& text, const std::string& message) {
    EXPECT_THAT(CheckLog2VecConfig(Parse(text), "models[0].log2vec"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("models[0].log2vec." + message)))
        << text;
  };
  expect("learner: 17", "learner");
  expect("tokens: 17", "tokens");
  expect("dimension: 5000", "dimension is 5000: it is from 1 to 4096");
  expect("window_size: 0", "window_size is 0, the whole session");
  expect("window_size: -1", "window_size");
  expect("min_count: -1", "min_count");
  expect("negatives: 1001", "negatives");
  expect("negative_exponent: nan", "negative_exponent");
  expect("subsample: 1.5", "subsample");
  expect("epochs: -1", "epochs");
  expect("learning_rate: 2", "learning_rate");
  expect("popularity_weight: -1", "popularity_weight is -1: use 0 to 100");
  EXPECT_THAT(CheckLog2VecConfig(
                  Parse("window_size: 0 learner: LOG_LEARNER_CBOW"), "m"),
              IsOk());
}

}  // namespace
}  // namespace customer2vec
