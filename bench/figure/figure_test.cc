#include "bench/figure/figure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace customer2vec::bench {
namespace {

TEST(FigureTest, AllFields) {
  const Figure figure = {.name = "session_vs_echo",
                         .value = 9100.5,
                         .unit = "calls/s",
                         .peer = "echo",
                         .peer_value = 52000,
                         .ratio = 0.175,
                         .command = "scripts/bench serve session_vs_echo",
                         .peer_version = "grpc 1.51",
                         .peer_command = "bench_echo_server",
                         .sd = 1.5,
                         .seeds = 3,
                         .more = {{"p99_us", 250}, {"recall", 0.9975}}};
  EXPECT_EQ(
      ToJsonLine(figure),
      "{\"name\": \"session_vs_echo\", \"value\": 9100.5, \"unit\": "
      "\"calls/s\", \"peer\": \"echo\", \"peer_value\": 52000, \"ratio\": "
      "0.175, \"sd\": 1.5, \"seeds\": 3, \"p99_us\": 250, \"recall\": "
      "0.9975, \"command\": \"scripts/bench serve session_vs_echo\", "
      "\"peer_version\": \"grpc 1.51\", \"peer_command\": "
      "\"bench_echo_server\"}\n");
}

TEST(FigureTest, WhatWasNotTakenIsNull) {
  EXPECT_EQ(
      ToJsonLine({.name = "n", .value = NAN, .unit = "s"}),
      "{\"name\": \"n\", \"value\": null, \"unit\": \"s\", \"peer\": null, "
      "\"peer_value\": null, \"ratio\": null, \"sd\": null, \"seeds\": "
      "null, \"command\": null, \"peer_version\": null, \"peer_command\": "
      "null}\n");
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_NE(ToJsonLine({.ratio = infinity}).find("\"ratio\": null"),
            std::string::npos);
}

TEST(FigureTest, LargeNumbersAreWhole) {
  const std::string line =
      ToJsonLine({.value = 0.123456789, .more = {{"bytes", 123456789012.0}}});
  EXPECT_NE(line.find("\"value\": 0.123457,"), std::string::npos) << line;
  EXPECT_NE(line.find("\"bytes\": 123456789012,"), std::string::npos) << line;
}

TEST(FigureTest, TextsAreEscaped) {
  const std::string line = ToJsonLine({.command = "a \"b\" \\ \n"});
  EXPECT_NE(line.find(R"("command": "a \"b\" \\ \u000a")"), std::string::npos)
      << line;
}

TEST(SummarizeTest, MeanAndSampleDeviation) {
  const MeanAndSd three = Summarize(std::vector<double>{1, 2, 3});
  EXPECT_DOUBLE_EQ(three.mean, 2);
  EXPECT_DOUBLE_EQ(*three.sd, 1);
  const MeanAndSd one = Summarize(std::vector<double>{5});
  EXPECT_DOUBLE_EQ(one.mean, 5);
  EXPECT_FALSE(one.sd.has_value());
}

TEST(MedianTest, OddAndEvenCounts) {
  EXPECT_DOUBLE_EQ(Median({3, 1, 2}), 2);
  EXPECT_DOUBLE_EQ(Median({4, 1, 2, 3}), 2.5);
  EXPECT_DOUBLE_EQ(Median({7}), 7);
}

TEST(QuantileTest, NearestRank) {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  EXPECT_DOUBLE_EQ(Quantile(values, 0.5), 50);
  EXPECT_DOUBLE_EQ(Quantile(values, 0.99), 99);
  EXPECT_DOUBLE_EQ(Quantile(values, 1), 100);
  EXPECT_DOUBLE_EQ(Quantile({8}, 0.99), 8);
}

}  // namespace
}  // namespace customer2vec::bench
