#include "trainer/models/sgns/cbow_reference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace customer2vec {
namespace {

constexpr size_t kDimension = 5;

EmbeddingMatrix RandomMatrix(size_t rows, Random& random) {
  EmbeddingMatrix matrix(rows, kDimension);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(random.Normal() / 2);
    }
  }
  return matrix;
}

// Six words, two documents.
struct Matrices {
  EmbeddingMatrix input, output, documents;

  explicit Matrices(uint64_t seed) : Matrices(Random(seed)) {}
  CbowMatrices Cbow() { return {.input = &input, .output = &output}; }
  CbowMatrices Dm() {
    return {.input = &input, .output = &output, .documents = &documents};
  }

 private:
  explicit Matrices(Random random)
      : input(RandomMatrix(6, random)),
        output(RandomMatrix(6, random)),
        documents(RandomMatrix(2, random)) {}
};

// Centers of one context size, so that a step on inputs is one factor times
// the gradient: 3 words, each without itself and with word 5. Word 4 is a
// target and a negative, word 0 twice a target, negative 3 stands twice.
CbowBlock SomeBlock(Pooling pooling) {
  return {.inputs = {0, 4, 2, 5, 0},
          .centers = {{.target = 0, .begin = 0, .end = 4, .hole = 0},
                      {.target = 4, .begin = 0, .end = 4, .hole = 1},
                      {.target = 0, .begin = 1, .end = 5, .hole = 4}},
          .negatives = {3, 4, 3, 1},
          .negative_weight = 1.25f,
          .pooling = pooling,
          .document = 1};
}

// d loss / d parameter, by central differences.
double Slope(float& parameter, const CbowBlock& block,
             const CbowMatrices& matrices) {
  constexpr float kStep = 1.0f / 256;
  const float value = parameter;
  parameter = value + kStep;
  const double above = CbowLoss(block, matrices);
  parameter = value - kStep;
  const double below = CbowLoss(block, matrices);
  parameter = value;
  return (above - below) / (2 * kStep);
}

// A rate at which the limit is far and second-order parts are small.
constexpr float kRate = 1e-3f;

void ExpectGradient(EmbeddingMatrix& before, const EmbeddingMatrix& after,
                    double factor, const CbowBlock& block,
                    const CbowMatrices& matrices) {
  for (size_t row = 0; row < before.rows(); ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      EXPECT_NEAR((after.Row(row)[i] - before.Row(row)[i]) / kRate,
                  -factor * Slope(before.Row(row)[i], block, matrices), 1e-2)
          << "row " << row << " column " << i;
    }
  }
}

void ExpectStepIsGradient(Pooling pooling, bool documents) {
  const CbowBlock block = SomeBlock(pooling);
  Matrices before(5), after(5);
  CbowUpdateReference(block, kRate, documents ? after.Dm() : after.Cbow());
  const CbowMatrices matrices = documents ? before.Dm() : before.Cbow();
  const double count = documents ? 4 : 3;
  const double factor = pooling == Pooling::kMean ? count : 1 / count;
  ExpectGradient(before.output, after.output, 1, block, matrices);
  ExpectGradient(before.input, after.input, factor, block, matrices);
  ExpectGradient(before.documents, after.documents, factor, block, matrices);
}

TEST(CbowReferenceTest, SmallStepsDescendTheLoss) {
  for (Pooling pooling : {Pooling::kMean, Pooling::kSum}) {
    for (bool documents : {false, true}) {
      SCOPED_TRACE(testing::Message() << "kSum " << (pooling == Pooling::kSum)
                                      << " documents " << documents);
      ExpectStepIsGradient(pooling, documents);
    }
  }
}

TEST(CbowReferenceTest, OneContextIsWord2VecsUpdate) {
  EmbeddingMatrix input(2, 2), output(2, 2);
  input.Row(0)[0] = 1;
  input.Row(1)[0] = 1;
  output.Row(0)[1] = 2;
  const CbowBlock block{.inputs = {0, 1}, .centers = {{0, 0, 2}}};
  CbowUpdateReference(block, 0.5f, {&input, &output});
  // h = (1, 0), h . y = 0, p = 0.5 * (1 - 1/2) = 1/4; both words take all of
  // it.
  EXPECT_EQ(input.Dense(), (std::vector<float>{1, 0.5f, 1, 0.5f}));
  EXPECT_EQ(output.Dense(), (std::vector<float>{0.25f, 2, 0, 0}));
}

TEST(CbowReferenceTest, LossOfZeroVectorsIsLogTwoForEachUnitOfWeight) {
  EmbeddingMatrix input(6, kDimension), output(6, kDimension);
  // Three targets, and 4 + 3 + 4 negatives of weight 1.25.
  EXPECT_NEAR(CbowLoss(SomeBlock(Pooling::kMean), {&input, &output}),
              (3 + 11 * 1.25) * std::log(2.0), 1e-12);
}

}  // namespace
}  // namespace customer2vec
