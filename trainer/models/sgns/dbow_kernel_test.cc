#include "trainer/models/sgns/dbow_kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/base/random.h"
#include "hwy/highway.h"
#include "hwy/targets.h"
#include "trainer/models/sgns/dbow_reference.h"

namespace customer2vec {
namespace {

constexpr size_t kRows = 128;

// Numbers of about 1 / sqrt(d), so that logits are of the order of 1.
EmbeddingMatrix RandomMatrix(size_t rows, size_t dimension, Random& random) {
  EmbeddingMatrix matrix(rows, dimension);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < dimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(
          random.Normal() / std::sqrt(static_cast<double>(dimension)));
    }
  }
  return matrix;
}

DbowBlock RandomBlock(size_t outputs, Random& random) {
  DbowBlock block;
  block.outputs.resize(kRows);
  std::iota(block.outputs.begin(), block.outputs.end(), 0);
  std::shuffle(block.outputs.begin(), block.outputs.end(), random);
  block.outputs.resize(outputs);
  for (size_t n = 0; n < outputs; ++n) {
    block.targets.push_back(static_cast<float>(random.Below(5)) / 4);
    block.weights.push_back(static_cast<float>(random.Below(6)) / 2);
  }
  return block;
}

// The document moves by up to 100 outputs * 2.5 * rate; an output by one step.
// Float sums of these, and logits' errors of d * 2^-24, stay below the bound.
void ExpectSameStep(const DbowBlock& block, size_t dimension, Random& random) {
  EmbeddingMatrix document = RandomMatrix(1, dimension, random);
  EmbeddingMatrix output = RandomMatrix(kRows, dimension, random);
  EmbeddingMatrix expected_document = document.Copy();
  EmbeddingMatrix expected_output = output.Copy();
  DbowScratch scratch;
  DbowUpdate(block, 0.1f, document.Row(0), output, scratch);
  DbowUpdateReference(block, 0.1f, expected_document.Row(0), expected_output);
  for (size_t i = 0; i < document.stride(); ++i) {
    ASSERT_NEAR(document.Row(0)[i], expected_document.Row(0)[i], 2e-5)
        << "column " << i << " of " << dimension;
    for (size_t row = 0; row < kRows; ++row) {
      ASSERT_NEAR(output.Row(row)[i], expected_output.Row(row)[i], 2e-5)
          << "row " << row << " column " << i << " of " << dimension;
    }
  }
}

// Calls `check` once for each instruction set of this machine.
template <typename Check>
void ForEachTarget(const Check& check) {
  for (int64_t targets = hwy::SupportedTargets() & HWY_TARGETS; targets != 0;
       targets &= targets - 1) {
    hwy::SetSupportedTargetsForTest(targets & ~(targets - 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    SCOPED_TRACE(DbowTargetName());
    check();
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

TEST(DbowKernelTest, MatchesPlainLoopsAtEveryDimensionAroundAVector) {
  ForEachTarget([] {
    Random random(1);
    for (size_t d = 1; d <= 67; ++d) {
      ExpectSameStep(RandomBlock(9, random), d, random);
    }
    for (size_t d : {100, 127, 128, 129, 200, 257}) {
      ExpectSameStep(RandomBlock(9, random), d, random);
    }
  });
}

TEST(DbowKernelTest, MatchesPlainLoopsAtEveryLengthAroundAGroup) {
  ForEachTarget([] {
    Random random(2);
    for (size_t outputs = 0; outputs <= 18; ++outputs) {
      ExpectSameStep(RandomBlock(outputs, random), 20, random);
    }
    ExpectSameStep(RandomBlock(100, random), 200, random);
  });
}

TEST(DbowKernelTest, ReusedScratchCarriesNothingOver) {
  Random random(4);
  const DbowBlock large = RandomBlock(40, random);
  const DbowBlock small = RandomBlock(3, random);
  DbowScratch used;
  for (size_t d : {24, 90, 5}) {
    EmbeddingMatrix document = RandomMatrix(1, d, random);
    EmbeddingMatrix output = RandomMatrix(kRows, d, random);
    EmbeddingMatrix expected_document = document.Copy();
    EmbeddingMatrix expected_output = output.Copy();
    for (const DbowBlock* block : {&large, &small, &small, &large}) {
      DbowScratch fresh;
      DbowUpdate(*block, 0.1f, document.Row(0), output, used);
      DbowUpdate(*block, 0.1f, expected_document.Row(0), expected_output,
                 fresh);
    }
    EXPECT_EQ(document.Dense(), expected_document.Dense());
    EXPECT_EQ(output.Dense(), expected_output.Dense());
  }
}

TEST(DbowKernelTest, LargeLogitsStayFinite) {
  EmbeddingMatrix document(1, 8), output(2, 8);
  for (size_t i = 0; i < 8; ++i) {
    document.Row(0)[i] = 100;
    output.Row(0)[i] = 100;
    output.Row(1)[i] = -100;
  }
  DbowScratch scratch;
  DbowUpdate({{0, 1}, {1, 0}, {1, 1}}, 0.1f, document.Row(0), output, scratch);
  for (float x : output.Dense()) EXPECT_TRUE(std::isfinite(x));
  EXPECT_NEAR(document.Row(0)[0], 100, 1e-6) << "both pairs are already right";
}

TEST(DbowKernelTest, NamesItsTarget) {
  EXPECT_TRUE(std::string(DbowTargetName()).starts_with("AVX"));
}

}  // namespace
}  // namespace customer2vec
