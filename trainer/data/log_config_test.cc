#include "trainer/data/log_config.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

v1::LogSource Parse(const std::string& text) {
  v1::LogSource source;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &source));
  return source;
}

TEST(LogConfigTest, APathIsEnough) {
  v1::LogSource source = Parse(R"(path: "a.jsonl")");
  EXPECT_THAT(CheckLogSource(source, "data.logs[0]"), IsOk());
  FillLogDefaults(&source);
  EXPECT_THAT(CheckLogSource(source, "data.logs[0]"), IsOk());
  EXPECT_EQ(source.tokens(), v1::LOG_TOKENS_SEPARATE);
  EXPECT_EQ(source.discovery().numeric_bins(), 5);
  EXPECT_EQ(source.discovery().max_codes(), 20);
  EXPECT_EQ(source.discovery().max_cardinality(), 1000);
  EXPECT_EQ(source.discovery().session_gap_minutes(), 30);
  EXPECT_EQ(source.discovery().sample_size(), 20000);
}

TEST(LogConfigTest, WhatIsSaidStays) {
  v1::LogSource source = Parse(
      R"(path: "a" tokens: LOG_TOKENS_JOINED
         discovery { max_codes: 0 numeric_bins: 7 })");
  FillLogDefaults(&source);
  EXPECT_EQ(source.tokens(), v1::LOG_TOKENS_JOINED);
  EXPECT_EQ(source.discovery().max_codes(), 0);
  EXPECT_EQ(source.discovery().numeric_bins(), 7);
}

TEST(LogConfigTest, ErrorsNameTheField) {
  const auto expect = [](const std::string& text, const std::string& message) {
    EXPECT_THAT(CheckLogSource(Parse(text), "data.logs[0]"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("data.logs[0]" + message)))
        << text;
  };
  expect("", ".path is empty");
  expect(R"(path: "a" separator: "ab")", ".separator");
  expect(R"(path: "a" drop: "")", ".drop[0]");
  expect(R"(path: "a" rules { use: LOG_FIELD_USE_DROP })", ".rules[0].field");
  expect(R"(path: "a" rules { field: "x" })", ".rules[0].use");
  expect(R"(path: "a" format: 17)", ".format");
  expect(R"(path: "a" tokens: 17)", ".tokens");
  expect(R"(path: "a" discovery { numeric_bins: 1 })",
         ".discovery.numeric_bins is 1: it is from 2 to 100");
  expect(R"(path: "a" discovery { session_gap_minutes: -1 })",
         ".discovery.session_gap_minutes");
  expect(R"(path: "a" discovery { session_gap_minutes: nan })",
         ".discovery.session_gap_minutes");
  expect(R"(path: "a" discovery { hash_buckets: -1 })",
         ".discovery.hash_buckets");
}

}  // namespace
}  // namespace customer2vec
