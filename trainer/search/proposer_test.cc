#include "trainer/search/proposer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace customer2vec {
namespace {

// Best 0 at (0.3, 0.8, the second of four choices).
double Hill(const std::vector<double>& point) {
  const double miss = ChoiceOf(point[2], 4) == 1 ? 0 : 0.5;
  return -std::pow(point[0] - 0.3, 2) - std::pow(point[1] - 0.8, 2) - miss;
}

std::vector<ScoredPoint> RunTrials(bool random_only, uint64_t seed,
                                   size_t trials) {
  const Proposer proposer({{}, {}, {.choices = 4}}, random_only, seed);
  std::vector<ScoredPoint> done;
  for (size_t i = 0; i < trials; ++i) {
    std::vector<double> point = proposer.Propose(i, done);
    const double score = Hill(point);
    done.push_back({std::move(point), score});
  }
  return done;
}

double BestOf(const std::vector<ScoredPoint>& trials) {
  double best = -10;
  for (const ScoredPoint& trial : trials) best = std::max(best, trial.score);
  return best;
}

TEST(ProposerTest, PointsStayInTheirRanges) {
  for (const ScoredPoint& trial : RunTrials(false, 1, 60)) {
    for (const double x : trial.point) {
      EXPECT_GE(x, 0);
      EXPECT_LE(x, 1);
    }
    const std::set<double> centres = {0.125, 0.375, 0.625, 0.875};
    EXPECT_TRUE(centres.contains(trial.point[2])) << trial.point[2];
  }
}

TEST(ProposerTest, LearnsFromWhatWasGood) {
  double tpe = 0, random = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    tpe += BestOf(RunTrials(false, seed, 60));
    random += BestOf(RunTrials(true, seed, 60));
  }
  EXPECT_GT(tpe, random / 2);  // both below 0: at most half as far off
}

TEST(ProposerTest, GoesOnAsIfItHadNotStopped) {
  const std::vector<ScoredPoint> whole = RunTrials(false, 3, 30);
  const Proposer again({{}, {}, {.choices = 4}}, false, 3);
  const std::span<const ScoredPoint> first(whole.data(), 29);
  EXPECT_EQ(again.Propose(29, first), whole[29].point);
}

TEST(ChoiceOfTest, CoversTheEnds) {
  EXPECT_EQ(ChoiceOf(0, 3), 0u);
  EXPECT_EQ(ChoiceOf(0.5, 3), 1u);
  EXPECT_EQ(ChoiceOf(1, 3), 2u);
}

}  // namespace
}  // namespace customer2vec
