#include "core/servables/fold_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;

constexpr size_t kItems = 30;
constexpr size_t kFactors = 6;

// Items whose Gramian is diagonal: columns made orthogonal to each other.
FactorMatrix OrthogonalItems() {
  FactorMatrix items(kItems, kFactors);
  Random random(3);
  for (size_t j = 0; j < kFactors; ++j) {
    std::vector<double> column(kItems);
    for (double& value : column) value = random.Normal();
    for (size_t k = 0; k < j; ++k) {
      double dot = 0, squares = 0;
      for (size_t i = 0; i < kItems; ++i) {
        dot += column[i] * items.Row(i)[k];
        squares += double{items.Row(i)[k]} * items.Row(i)[k];
      }
      for (size_t i = 0; i < kItems; ++i) {
        column[i] -= dot / squares * items.Row(i)[k];
      }
    }
    for (size_t i = 0; i < kItems; ++i) {
      items.Row(i)[j] = static_cast<float>(column[i]);
    }
  }
  return items;
}

class FoldInTest : public ::testing::Test {
 protected:
  FoldInTest() : items_(OrthogonalItems()) {
    gramian_.resize(kFactors);
    for (size_t i = 0; i < kItems; ++i) {
      for (size_t j = 0; j < kFactors; ++j) {
        gramian_[j] += items_.Row(i)[j] * items_.Row(i)[j];
      }
    }
  }

  FoldIn Make(const FoldInSettings& settings) const {
    return FoldIn(items_.view(), kItems, gramian_, settings);
  }

  // The objective that a vector minimises, over all items, by its definition:
  // counts below 0 are disliked.
  double Objective(const std::vector<double>& counts,
                   const FoldInSettings& settings,
                   const std::vector<float>& x) const {
    double sum = 0, confidence = kItems, squares = 0;
    for (size_t i = 0; i < kItems; ++i) {
      const double extra = counts[i] == 0
                               ? 0
                               : settings.confidence.Extra(
                                     static_cast<float>(std::abs(counts[i])));
      const double wanted = counts[i] > 0 ? settings.target : 0;
      double score = 0;
      for (size_t j = 0; j < kFactors; ++j) {
        score += double{x[j]} * items_.Row(i)[j];
      }
      sum += (1 + extra) * (wanted - score) * (wanted - score);
      confidence += extra;
    }
    for (const float value : x) squares += double{value} * value;
    return sum + settings.regularization.Of(confidence) * squares;
  }

  FactorMatrix items_;
  std::vector<float> gramian_;
};

const FoldInSettings kSettings{
    .confidence = {.alpha = 5},
    .regularization = {.weight = 2, .exponent = 0.5f, .mean_confidence = 40},
    .target = 1};

TEST_F(FoldInTest, MinimisesTheObjective) {
  for (const float target : {1.0f, 0.3f}) {
    FoldInSettings settings = kSettings;
    settings.target = target;
    const FoldIn fold_in = Make(settings);
    std::vector<double> counts(kItems);
    counts[4] = 2, counts[9] = 1, counts[17] = -1, counts[20] = 1;
    const std::vector<HistoryEvent> history = {{.item = 9},
                                               {.item = 4},
                                               {.item = 17, .weight = -1},
                                               {.item = 20},
                                               {.item = 4}};
    std::vector<float> x(kFactors);
    ASSERT_TRUE(fold_in.Solve(history, x));
    constexpr float kStep = 1.0f / 128;
    for (size_t j = 0; j < kFactors; ++j) {
      std::vector<float> above = x, below = x;
      above[j] += kStep;
      below[j] -= kStep;
      EXPECT_NEAR((Objective(counts, settings, above) -
                   Objective(counts, settings, below)) /
                      (2 * kStep),
                  0, 1e-3);
    }
  }
}

TEST_F(FoldInTest, WhatIsTakenScoresHighAndWhatIsDislikedLow) {
  const FoldIn fold_in = Make(kSettings);
  const auto score = [&](std::vector<HistoryEvent> history, uint32_t item) {
    std::vector<float> x(kFactors);
    EXPECT_TRUE(fold_in.Solve(history, x));
    double sum = 0;
    for (size_t j = 0; j < kFactors; ++j) sum += x[j] * items_.Row(item)[j];
    return sum;
  };
  EXPECT_GT(score({{.item = 7}}, 7), 0.3);
  EXPECT_GT(score({{.item = 7}}, 7),
            score({{.item = 7}, {.item = 8}, {.item = 7, .weight = -3}}, 7));
}

TEST_F(FoldInTest, NothingToFoldInGivesZeros) {
  const FoldIn fold_in = Make(kSettings);
  std::vector<float> x(kFactors, 1);
  EXPECT_FALSE(fold_in.Solve({}, x));
  EXPECT_THAT(x, Each(0.0f));
  const std::vector<HistoryEvent> unknown = {{.item = kItems},
                                             {.item = UINT32_MAX}};
  EXPECT_FALSE(fold_in.Solve(unknown, x));
  const std::vector<HistoryEvent> cancelled = {{.item = 1},
                                               {.item = 1, .weight = -1}};
  EXPECT_FALSE(fold_in.Solve(cancelled, x));
  const std::vector<HistoryEvent> broken = {
      {.item = 1, .weight = std::numeric_limits<float>::quiet_NaN()}};
  EXPECT_FALSE(fold_in.Solve(broken, x));
  EXPECT_THAT(x, Each(0.0f));
}

TEST_F(FoldInTest, ContributionsAddUpToTheScore) {
  const FoldIn fold_in = Make(kSettings);
  const std::vector<HistoryEvent> history = {{.item = 9},
                                             {.item = 4, .weight = 2},
                                             {.item = 17, .weight = -1},
                                             {.item = 20},
                                             {.item = 99}};
  std::vector<float> x(kFactors);
  ASSERT_TRUE(fold_in.Solve(history, x));
  std::vector<ScoreContribution> contributions;
  for (uint32_t item = 0; item < kItems; ++item) {
    fold_in.Explain(history, item, &contributions);
    ASSERT_EQ(contributions.size(), 4);
    double sum = 0, score = 0;
    for (size_t i = 0; i < 4; ++i) {
      sum += contributions[i].contribution;
      if (i > 0) {
        EXPECT_LE(contributions[i].contribution,
                  contributions[i - 1].contribution);
      }
    }
    for (size_t j = 0; j < kFactors; ++j) {
      score += double{x[j]} * items_.Row(item)[j];
    }
    EXPECT_NEAR(sum, score, 1e-5);
  }
}

TEST_F(FoldInTest, AnItemIsExplainedByItself) {
  const FoldIn fold_in = Make(kSettings);
  const std::vector<HistoryEvent> history = {{.item = 3}, {.item = 12}};
  std::vector<ScoreContribution> contributions;
  fold_in.Explain(history, 12, &contributions);
  EXPECT_EQ(contributions[0].item, 12);
  EXPECT_GT(contributions[0].contribution, 0.3);
  fold_in.Explain({}, 12, &contributions);
  EXPECT_THAT(contributions, IsEmpty());
}

}  // namespace
}  // namespace customer2vec
