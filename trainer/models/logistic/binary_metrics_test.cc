#include "trainer/models/logistic/binary_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using Scores = std::vector<double>;
using Labels = std::vector<uint8_t>;

TEST(RocAucTest, CountsPairsInOrder) {
  EXPECT_EQ(RocAuc(Scores{1, 2, 3, 4}, Labels{0, 0, 1, 1}), 1);
  EXPECT_EQ(RocAuc(Scores{4, 3, 2, 1}, Labels{0, 0, 1, 1}), 0);
  EXPECT_EQ(RocAuc(Scores{1, 2, 3, 4}, Labels{0, 1, 0, 1}), 0.75);
  EXPECT_EQ(RocAuc(Scores{5, 5, 5, 5}, Labels{0, 1, 0, 1}), 0.5);
}

TEST(RocAucTest, MatchesAllPairsWithTies) {
  Random random(1);
  Scores scores;
  Labels labels;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(random.Below(3) == 0);
    scores.push_back(random.Below(20) + 3 * labels.back());
  }
  double wins = 0, pairs = 0;
  for (size_t i = 0; i < 200; ++i) {
    for (size_t j = 0; j < 200; ++j) {
      if (!labels[i] || labels[j]) continue;
      ++pairs;
      wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  }
  EXPECT_NEAR(RocAuc(scores, labels), wins / pairs, 1e-12);
}

TEST(RocAucTest, OneClassHasNone) {
  EXPECT_TRUE(std::isnan(RocAuc(Scores{1, 2}, Labels{1, 1})));
  EXPECT_TRUE(std::isnan(RocAuc(Scores{}, Labels{})));
}

TEST(MeanLogLossTest, IsTheMeanSurprise) {
  EXPECT_NEAR(MeanLogLoss(Scores{0.8, 0.4}, Labels{1, 0}),
              -(std::log(0.8) + std::log(0.6)) / 2, 1e-15);
  EXPECT_TRUE(std::isfinite(MeanLogLoss(Scores{0}, Labels{1})));
  EXPECT_TRUE(std::isnan(MeanLogLoss(Scores{}, Labels{})));
}

TEST(CalibrationErrorTest, IsTheGapBetweenPromiseAndShare) {
  // Two bins: .1 promised and 0 happened; .9 promised and .5 happened.
  EXPECT_NEAR(CalibrationError(Scores{0.1, 0.9, 0.1, 0.9}, Labels{0, 1, 0, 0},
                               /*bins=*/2),
              (0.1 + 0.4) / 2, 1e-12);
  EXPECT_NEAR(CalibrationError(Scores{0.5, 0.5}, Labels{0, 1}, 1), 0, 1e-12);
  EXPECT_TRUE(std::isnan(CalibrationError(Scores{}, Labels{}, 10)));
}

}  // namespace
}  // namespace customer2vec
