#include "trainer/models/node2vec/node2vec_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::StartsWith;

v1::Node2VecConfig Parse(const std::string& text) {
  v1::Node2VecConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config))
      << text;
  return config;
}

TEST(Node2VecConfigTest, DefaultsAreThePapers) {
  v1::Node2VecConfig config;
  FillNode2VecDefaults(&config);
  EXPECT_EQ(config.p(), 1);
  EXPECT_EQ(config.q(), 1);
  EXPECT_EQ(config.walks_per_node(), 10);
  EXPECT_EQ(config.walk_length(), 80);
  EXPECT_EQ(config.dimension(), 128);
  EXPECT_EQ(config.window_size(), 10);
  EXPECT_EQ(config.weight_exponent(), 1);
  EXPECT_EQ(config.subsample(), 0);
  EXPECT_FALSE(config.has_popularity_weight());
  EXPECT_THAT(CheckNode2VecConfig(config, "node2vec"), IsOk());
}

TEST(Node2VecConfigTest, WhatIsSetStays) {
  v1::Node2VecConfig config = Parse(
      "p: 0.5 q: 2 walks_per_node: 3 walk_length: 4 weight_exponent: 0 "
      "dimension: 5 window_size: 6 negatives: 7 negative_exponent: 0 "
      "subsample: 0.1 epochs: 8 learning_rate: 0.5 popularity_weight: 0");
  const v1::Node2VecConfig before = config;
  FillNode2VecDefaults(&config);
  EXPECT_EQ(config.DebugString(), before.DebugString());
}

TEST(Node2VecConfigTest, NamesTheFieldItsValueAndItsRange) {
  const struct {
    const char* config;
    const char* message;
  } cases[] = {
      {"p: -1", "m.p is -1: use a number from 1e-6 to 1e6"},
      {"q: nan", "m.q is nan: use"},
      {"q: 1e7", "m.q is 1e+07: use"},
      {"walks_per_node: 10001", "m.walks_per_node is 10001: use 1 to 10000"},
      {"walk_length: 1", "m.walk_length is 1: use 2 to 10000"},
      {"weight_exponent: 1.5", "m.weight_exponent is 1.5: use 0 to 1"},
      {"dimension: 5000", "m.dimension is 5000: use 1 to 4096"},
      {"popularity_weight: -1", "m.popularity_weight is -1: use 0 to 100"},
      {"window_size: -1", "m.window_size is -1: use 1 to 1000"},
      {"negatives: 1001", "m.negatives is 1001: use 1 to 1000"},
      {"negative_exponent: 3", "m.negative_exponent is 3: use -2 to 2"},
      {"subsample: 2", "m.subsample is 2: use 0 to 1"},
      {"epochs: -2", "m.epochs is -2: use 1 to 10000"},
      {"learning_rate: nan", "m.learning_rate is nan: use a number in (0, 1]"},
      {"popularity_weight: inf", "m.popularity_weight is inf: use 0 to 100"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(
        CheckNode2VecConfig(Parse(c.config), "m"),
        StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
  }
}

TEST(Node2VecConfigTest, NarrowWindowsShareNoMoreNegativesThanTheyAskFor) {
  v1::Node2VecConfig config;
  FillNode2VecDefaults(&config);
  EXPECT_EQ(SharedNegativesOf(config), 40);
  config.set_window_size(3);
  EXPECT_EQ(SharedNegativesOf(config), 20);
  config.set_negatives(1);
  EXPECT_EQ(SharedNegativesOf(config), 4);
}

}  // namespace
}  // namespace customer2vec
