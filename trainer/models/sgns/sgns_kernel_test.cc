#include "trainer/models/sgns/sgns_kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "hwy/highway.h"
#include "hwy/targets.h"
#include "trainer/models/sgns/sgns_reference.h"

namespace customer2vec {
namespace {

constexpr size_t kRows = 64;

// `count` distinct rows.
std::vector<uint32_t> SomeRows(size_t count, Random& random) {
  std::vector<uint32_t> rows(kRows);
  std::iota(rows.begin(), rows.end(), 0);
  std::shuffle(rows.begin(), rows.end(), random);
  rows.resize(count);
  return rows;
}

SgnsBlock RandomBlock(size_t inputs, size_t outputs, Random& random) {
  SgnsBlock block;
  block.inputs = SomeRows(inputs, random);
  block.outputs = SomeRows(outputs, random);
  block.positives = random.Below(static_cast<uint32_t>(outputs) + 1);
  for (size_t pair = 0; pair < inputs * outputs; ++pair) {
    block.weights.push_back(static_cast<float>(random.Below(4)) / 2);
  }
  return block;
}

// Numbers of about 1 / sqrt(d), so that logits are of the order of 1.
EmbeddingMatrix RandomMatrix(size_t dimension, Random& random) {
  EmbeddingMatrix matrix(kRows, dimension);
  for (size_t row = 0; row < kRows; ++row) {
    for (size_t i = 0; i < dimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(
          random.Normal() / std::sqrt(static_cast<double>(dimension)));
    }
  }
  return matrix;
}

// Runs the kernel and the plain loops on copies and compares every number. A
// number moves by at most outputs * weight * |g| in float, some 64 * 2 * 1 with
// rounding errors of 2^-24 each; the logits' own errors are d * 2^-24.
void ExpectSameStep(const SgnsBlock& block, size_t dimension, Random& random) {
  EmbeddingMatrix input = RandomMatrix(dimension, random);
  EmbeddingMatrix output = RandomMatrix(dimension, random);
  EmbeddingMatrix expected_input = input.Copy(),
                  expected_output = output.Copy();
  SgnsScratch scratch;
  SgnsUpdate(block, 0.1f, input, output, scratch);
  SgnsUpdateReference(block, 0.1f, expected_input, expected_output);
  for (size_t row = 0; row < kRows; ++row) {
    for (size_t i = 0; i < input.stride(); ++i) {
      ASSERT_NEAR(input.Row(row)[i], expected_input.Row(row)[i], 2e-5)
          << "input row " << row << " column " << i << " of " << dimension;
      ASSERT_NEAR(output.Row(row)[i], expected_output.Row(row)[i], 2e-5)
          << "output row " << row << " column " << i << " of " << dimension;
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
    SCOPED_TRACE(SgnsTargetName());
    check();
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

TEST(SgnsKernelTest, MatchesPlainLoopsAtEveryDimensionAroundAVector) {
  ForEachTarget([] {
    Random random(1);
    for (size_t d = 1; d <= 67; ++d) {
      ExpectSameStep(RandomBlock(6, 9, random), d, random);
    }
    for (size_t d : {100, 127, 128, 129, 200, 257}) {
      ExpectSameStep(RandomBlock(6, 9, random), d, random);
    }
  });
}

TEST(SgnsKernelTest, MatchesPlainLoopsAtEveryShapeAroundAGroup) {
  ForEachTarget([] {
    Random random(2);
    for (size_t inputs = 1; inputs <= 9; ++inputs) {
      for (size_t outputs = 1; outputs <= 9; ++outputs) {
        ExpectSameStep(RandomBlock(inputs, outputs, random), 20, random);
      }
    }
    ExpectSameStep(RandomBlock(31, 64, random), 20, random);
  });
}

TEST(SgnsKernelTest, ReusedScratchCarriesNothingOver) {
  Random random(3);
  const SgnsBlock large = RandomBlock(11, 30, random);
  const SgnsBlock small = RandomBlock(2, 3, random);
  SgnsScratch used;
  for (size_t d : {24, 90, 5}) {
    EmbeddingMatrix input = RandomMatrix(d, random);
    EmbeddingMatrix output = RandomMatrix(d, random);
    EmbeddingMatrix expected_input = input.Copy();
    EmbeddingMatrix expected_output = output.Copy();
    for (const SgnsBlock* block : {&large, &small, &small, &large}) {
      SgnsScratch fresh;
      SgnsUpdate(*block, 0.1f, input, output, used);
      SgnsUpdate(*block, 0.1f, expected_input, expected_output, fresh);
    }
    EXPECT_EQ(input.Dense(), expected_input.Dense());
    EXPECT_EQ(output.Dense(), expected_output.Dense());
  }
}

TEST(SgnsKernelTest, PairsOfWeightZeroMoveNothing) {
  Random random(4);
  EmbeddingMatrix input = RandomMatrix(16, random);
  EmbeddingMatrix output = RandomMatrix(16, random);
  const std::vector<float> before = input.Dense(), after = output.Dense();
  SgnsBlock block = RandomBlock(5, 7, random);
  std::fill(block.weights.begin(), block.weights.end(), 0.0f);
  SgnsScratch scratch;
  SgnsUpdate(block, 0.1f, input, output, scratch);
  EXPECT_EQ(input.Dense(), before);
  EXPECT_EQ(output.Dense(), after);
}

TEST(SgnsKernelTest, LargeLogitsStayFinite) {
  EmbeddingMatrix input(2, 8), output(2, 8);
  for (size_t i = 0; i < 8; ++i) {
    input.Row(0)[i] = 100;
    output.Row(0)[i] = 100;
    output.Row(1)[i] = -100;
  }
  const SgnsBlock block{{0}, {0, 1}, 1, {1, 1}};
  SgnsScratch scratch;
  SgnsUpdate(block, 0.1f, input, output, scratch);
  for (float x : input.Dense()) EXPECT_TRUE(std::isfinite(x));
  EXPECT_NEAR(input.Row(0)[0], 100, 1e-6) << "both pairs are already right";
}

TEST(SgnsKernelTest, NamesItsTarget) {
  ForEachTarget([] { EXPECT_NE(std::string(SgnsTargetName()), "Unknown"); });
  EXPECT_TRUE(std::string(SgnsTargetName()).starts_with("AVX"));
}

}  // namespace
}  // namespace customer2vec
