// Candidates and their scores: sampled softmax and full softmax.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "core/base/status_matchers.h"
#include "core/nn/embedding_bag.h"
#include "core/nn/nn_test_util.h"
#include "trainer/nn/candidate_scores.h"
#include "trainer/nn/candidate_set.h"
#include "trainer/nn/gradient_check.h"
#include "trainer/nn/losses.h"

namespace customer2vec::nn {
namespace {

using ::testing::ElementsAre;

TEST(CandidateSetTest, EachRowIsOneColumnTargetsFirst) {
  CandidateSet candidates(10);
  candidates.Assign(std::vector<uint32_t>{7, 2, 7},
                    std::vector<uint32_t>{2, 5, 5, 0});
  EXPECT_THAT(candidates.rows(), ElementsAre(7, 2, 5, 0));
  EXPECT_THAT(candidates.target_columns(), ElementsAre(0, 1, 0));
  candidates.Assign(std::vector<uint32_t>{5}, std::vector<uint32_t>{7});
  EXPECT_THAT(candidates.rows(), ElementsAre(5, 7));
  EXPECT_THAT(candidates.target_columns(), ElementsAre(0));
}

TEST(LogInclusionTest, IsThatOfIndependentDraws) {
  const Draws draws[] = {{0.1, 2}, {0.5, 1}};
  EXPECT_NEAR(LogInclusion(draws), std::log(1 - 0.9 * 0.9 * 0.5), 1e-12);
  const Draws rare[] = {{1e-12, 10}};
  EXPECT_NEAR(LogInclusion(rare), std::log(1e-11), 1e-9);
  const Draws certain[] = {{1, 3}};
  EXPECT_EQ(LogInclusion(certain), 0);
  const Draws never[] = {{0, 5}};
  EXPECT_EQ(LogInclusion(never), -std::numeric_limits<double>::infinity());
}

void CheckScoreGradient(const ScoreSettings& settings) {
  Random random(1);
  Matrix<double> queries = RandomMatrix<double>(3, 4, random);
  Matrix<double> items = RandomMatrix<double>(5, 4, random);
  const Matrix<double> dscores = RandomMatrix<double>(3, 5, random);
  Workspace<double> workspace;
  const auto loss = [&] {
    workspace.Reset();
    const ScoreTape<double> tape =
        ScoreCandidates(settings, queries.view(), items.view(), workspace);
    return InnerProduct(tape.scores, dscores.view());
  };
  const ScoreTape<double> tape =
      ScoreCandidates(settings, queries.view(), items.view(), workspace);
  Matrix<double> dqueries(3, 4), ditems(5, 4);
  ScoreCandidatesBackward(settings, tape, dscores.view(), dqueries.view(),
                          ditems.view());
  ExpectGradient(queries.numbers(), dqueries.numbers(), loss);
  ExpectGradient(items.numbers(), ditems.numbers(), loss);
}

TEST(CandidateScoresTest, CosinesGradientIsThatOfDifferences) {
  CheckScoreGradient({.unit_length = true, .temperature = 0.3});
}

TEST(CandidateScoresTest, ProductsGradientIsThatOfDifferences) {
  CheckScoreGradient({.unit_length = false, .temperature = 1});
  CheckScoreGradient({.unit_length = false, .temperature = 2});
}

TEST(CandidateScoresTest, ScoresAreCosinesByTemperature) {
  Random random(2);
  const Matrix<double> items = RandomMatrix<double>(2, 4, random);
  Matrix<double> query(1, 4);
  for (size_t j = 0; j < 4; ++j) query(0, j) = 7 * items(1, j);
  Workspace<double> workspace;
  const ScoreTape<double> tape =
      ScoreCandidates({.unit_length = true, .temperature = 0.1}, query.view(),
                      items.view(), workspace);
  EXPECT_NEAR(tape.scores(0, 1), 10, 1e-12);
  EXPECT_LT(tape.scores(0, 0), 10);
}

TEST(CandidateScoresTest, ATemperatureThatIsNotAboveZeroIsRefused) {
  EXPECT_THAT(CheckScoreSettings({.temperature = 0}, "models[0].gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "models[0].gru.temperature is 0, wanted is above 0"));
  EXPECT_THAT(CheckScoreSettings({}, "models[0].gru"), IsOk());
}

// With enough draws, corrected scores of candidates have the gradient by the
// query of the full softmax; without the correction, popular items are pushed
// away.
class SampledSoftmaxTest : public ::testing::Test {
 protected:
  static constexpr size_t kItems = 30;
  static constexpr size_t kDraws = 40;
  static constexpr ScoreSettings kSettings = {.unit_length = false,
                                              .temperature = 1};

  SampledSoftmaxTest() : random_(3), items_(kItems, 4), query_(1, 4) {
    FillRandom(items_);
    FillRandom(query_);
    for (double& number : query_.numbers()) number *= 0.4;
    // Few items are most of the draws.
    double sum = 0;
    for (size_t i = 0; i < kItems; ++i) sum += 1.0 / (1 + i);
    for (size_t i = 0; i < kItems; ++i) {
      probabilities_.push_back(1.0 / (1 + i) / sum);
    }
  }

  void FillRandom(Matrix<double>& matrix) {
    matrix.numbers() = RandomNumbers<double>(matrix.numbers().size(), random_);
  }

  uint32_t Draw() {
    double place = random_.Uniform();
    uint32_t item = 0;
    while (item + 1 < kItems && place > probabilities_[item]) {
      place -= probabilities_[item++];
    }
    return item;
  }

  // d loss / d query with the given candidates.
  Matrix<double> Gradient(const CandidateSet& candidates,
                          const std::vector<double>& log_q) {
    workspace_.Reset();
    const MatrixView<double> vectors =
        workspace_.Take(candidates.rows().size(), 4);
    GatherRows(items_.view(), candidates.rows(), vectors);
    const ScoreTape<double> tape =
        ScoreCandidates(kSettings, query_.view(), vectors, workspace_);
    SubtractFromColumns(log_q, tape.scores);
    SoftmaxCrossEntropy(tape.scores, candidates.target_columns(), 1,
                        tape.scores);
    Matrix<double> dquery(1, 4), ditems(vectors.rows, 4);
    ScoreCandidatesBackward(kSettings, tape, tape.scores, dquery.view(),
                            ditems.view());
    return dquery;
  }

  // The mean over batches with drawn negatives.
  Matrix<double> SampledGradient(uint32_t target, bool correct) {
    constexpr int kBatches = 4000;
    CandidateSet candidates(kItems);
    Matrix<double> mean(1, 4);
    for (int batch = 0; batch < kBatches; ++batch) {
      std::vector<uint32_t> negatives;
      for (size_t i = 0; i < kDraws; ++i) negatives.push_back(Draw());
      candidates.Assign({&target, 1}, negatives);
      std::vector<double> log_q;
      for (const uint32_t row : candidates.rows()) {
        const Draws draws = {probabilities_[row], kDraws};
        // The target is always there.
        const bool is_certain = row == target || !correct;
        log_q.push_back(is_certain ? 0 : LogInclusion({&draws, 1}));
      }
      const Matrix<double> gradient = Gradient(candidates, log_q);
      for (size_t j = 0; j < 4; ++j) mean(0, j) += gradient(0, j) / kBatches;
    }
    return mean;
  }

  double Distance(const Matrix<double>& a, const Matrix<double>& b) {
    double square = 0;
    for (size_t j = 0; j < 4; ++j) square += std::pow(a(0, j) - b(0, j), 2);
    return std::sqrt(square);
  }

  Random random_;
  Matrix<double> items_, query_;
  std::vector<double> probabilities_;
  Workspace<double> workspace_;
};

TEST_F(SampledSoftmaxTest, CorrectedDrawsHaveTheFullGradient) {
  const uint32_t target = 20;
  std::vector<uint32_t> all(kItems);
  std::iota(all.begin(), all.end(), uint32_t{0});
  CandidateSet candidates(kItems);
  candidates.Assign({&target, 1}, all);
  const Matrix<double> full = Gradient(candidates, std::vector<double>(kItems));
  const double corrected = Distance(SampledGradient(target, true), full);
  const double plain = Distance(SampledGradient(target, false), full);
  const double length = Distance(full, Matrix<double>(1, 4));
  EXPECT_LT(corrected, 0.1 * length);
  EXPECT_GT(plain, 2 * corrected);
}

}  // namespace
}  // namespace customer2vec::nn
