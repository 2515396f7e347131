#include "trainer/models/sgns/alias_sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace customer2vec {
namespace {

TEST(AliasSamplerTest, DrawsInProportionToTheWeights) {
  const std::vector<double> weights = {1, 0, 6, 0.5, 9, 0.1, 0.4};
  const double total = 17;
  const int draws = 200000;
  const AliasSampler sampler(weights);
  Random random(1);
  std::vector<int> counts(weights.size());
  for (int i = 0; i < draws; ++i) ++counts[sampler.Draw(random)];
  for (size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / total;
    // Six standard deviations of a binomial count.
    EXPECT_NEAR(counts[i], draws * share,
                6 * std::sqrt(draws * share * (1 - share)) + 1e-9)
        << i;
  }
}

TEST(AliasSamplerTest, SpreadDrawsAreInProportionToTheWeights) {
  const std::vector<double> weights = {1, 0, 6, 0.5, 9, 0.1, 0.4};
  const double total = 17;
  const int calls = 40000;
  const AliasSampler sampler(weights);
  Random random(1);
  std::vector<int> counts(weights.size());
  std::vector<uint32_t> rows(5);
  for (int i = 0; i < calls; ++i) {
    sampler.DrawSpread(random, rows);
    for (uint32_t row : rows) ++counts[row];
  }
  for (size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / total, draws = calls * 5;
    EXPECT_NEAR(counts[i], draws * share,
                6 * std::sqrt(draws * share * (1 - share)) + 1e-9)
        << i;
  }
}

TEST(AliasSamplerTest, SpreadDrawsAreOneOfEachPart) {
  // Rows alike: every slot is its row's own, and a part is ten of them.
  const AliasSampler sampler(std::vector<double>(40, 1.0));
  Random random(3);
  std::vector<uint32_t> rows(4);
  for (int i = 0; i < 100; ++i) {
    sampler.DrawSpread(random, rows);
    for (uint32_t part = 0; part < 4; ++part) EXPECT_EQ(rows[part] / 10, part);
  }
}

TEST(AliasSamplerTest, MoreSpreadDrawsThanRows) {
  const AliasSampler sampler(std::vector<double>{1, 1, 2});
  Random random(3);
  std::vector<uint32_t> rows(1000);
  sampler.DrawSpread(random, rows);
  EXPECT_NEAR(std::ranges::count(rows, 2u), 500, 30);
}

TEST(AliasSamplerTest, OneIndexIsAlwaysDrawn) {
  const AliasSampler sampler(std::vector<double>{0.3});
  Random random(1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(sampler.Draw(random), 0u);
}

TEST(AliasSamplerTest, SameSeedDrawsTheSame) {
  const AliasSampler sampler(std::vector<double>{1, 2, 3});
  Random a(7), b(7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(sampler.Draw(a), sampler.Draw(b));
}

TEST(PowerWeightsTest, RaisesCounts) {
  EXPECT_EQ(PowerWeights(std::vector<uint32_t>{16, 1, 0}, 0.75),
            (std::vector<double>{8, 1, 0}));
}

TEST(PowerWeightsTest, WhatWasNeverSeenIsNeverDrawn) {
  EXPECT_EQ(PowerWeights(std::vector<uint32_t>{4, 0}, -1),
            (std::vector<double>{0.25, 0}));
  EXPECT_EQ(PowerWeights(std::vector<uint32_t>{4, 0}, 0),
            (std::vector<double>{1, 0}));
}

}  // namespace
}  // namespace customer2vec
