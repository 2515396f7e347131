#include "trainer/models/sgns/cbow_kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/random.h"
#include "hwy/highway.h"
#include "hwy/targets.h"
#include "trainer/models/sgns/cbow_reference.h"

namespace customer2vec {
namespace {

constexpr size_t kRows = 64;

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

struct Matrices {
  EmbeddingMatrix input, output, documents;

  Matrices(size_t dimension, Random& random)
      : input(RandomMatrix(dimension, random)),
        output(RandomMatrix(dimension, random)),
        documents(RandomMatrix(dimension, random)) {}
  Matrices(const Matrices& other)
      : input(other.input.Copy()),
        output(other.output.Copy()),
        documents(other.documents.Copy()) {}
  CbowMatrices View(bool with_documents) {
    return {&input, &output, with_documents ? &documents : nullptr};
  }
};

// Few rows for many places, so that rows stand twice and targets are drawn as
// negatives. Contexts have at least one input.
CbowBlock RandomBlock(size_t inputs, size_t centers, size_t negatives,
                      Random& random) {
  const auto row = [&] { return random.Below(kRows / 2); };
  CbowBlock block;
  for (size_t i = 0; i < inputs; ++i) block.inputs.push_back(row());
  for (size_t i = 0; i < negatives; ++i) block.negatives.push_back(row());
  for (size_t b = 0; b < centers; ++b) {
    CbowCenter center{.target = row()};
    center.begin = random.Below(static_cast<uint32_t>(inputs));
    center.end = center.begin + 1 +
                 random.Below(static_cast<uint32_t>(inputs) - center.begin);
    if (center.end - center.begin > 1 && random.Below(2) == 0) {
      center.hole = center.begin + random.Below(center.end - center.begin);
    }
    block.centers.push_back(center);
  }
  block.negative_weight = 1.25f;
  block.pooling = random.Below(2) == 0 ? Pooling::kMean : Pooling::kSum;
  block.document = random.Below(kRows);
  return block;
}

// A number of a row is a sum of at most 40 steps of at most rate * 1.25 * |h|,
// added up in float: some 1e-6 each, and prefix sums over the inputs keep the
// rounding errors of the largest of them.
void ExpectSame(const EmbeddingMatrix& actual, const EmbeddingMatrix& expected,
                const std::string& name) {
  for (size_t row = 0; row < kRows; ++row) {
    for (size_t i = 0; i < actual.stride(); ++i) {
      ASSERT_NEAR(actual.Row(row)[i], expected.Row(row)[i], 3e-5)
          << name << " row " << row << " column " << i << " of "
          << actual.dimension();
    }
  }
}

void ExpectSameStep(const CbowBlock& block, size_t dimension, Random& random) {
  for (bool documents : {false, true}) {
    Matrices actual(dimension, random);
    Matrices expected = actual;
    CbowScratch scratch;
    CbowUpdate(block, 0.1f, actual.View(documents), scratch);
    CbowUpdateReference(block, 0.1f, expected.View(documents));
    ExpectSame(actual.input, expected.input, "input");
    ExpectSame(actual.output, expected.output, "output");
    ExpectSame(actual.documents, expected.documents, "documents");
  }
}

// Calls `check` once for each instruction set of this machine.
template <typename Check>
void ForEachTarget(const Check& check) {
  for (int64_t targets = hwy::SupportedTargets() & HWY_TARGETS; targets != 0;
       targets &= targets - 1) {
    hwy::SetSupportedTargetsForTest(targets & ~(targets - 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    SCOPED_TRACE(CbowTargetName());
    check();
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

TEST(CbowKernelTest, MatchesPlainLoopsAtEveryDimensionAroundAVector) {
  ForEachTarget([] {
    Random random(1);
    for (size_t d = 1; d <= 67; ++d) {
      ExpectSameStep(RandomBlock(9, 6, 7, random), d, random);
    }
    for (size_t d : {100, 127, 128, 129, 200, 257}) {
      ExpectSameStep(RandomBlock(9, 6, 7, random), d, random);
    }
  });
}

TEST(CbowKernelTest, MatchesPlainLoopsAtEveryShapeAroundAGroup) {
  ForEachTarget([] {
    Random random(2);
    for (size_t centers = 1; centers <= 9; ++centers) {
      for (size_t negatives = 0; negatives <= 5; ++negatives) {
        ExpectSameStep(RandomBlock(5, centers, negatives, random), 20, random);
      }
    }
    ExpectSameStep(RandomBlock(40, 31, 32, random), 20, random);
    ExpectSameStep(RandomBlock(1, 1, 1, random), 20, random);
  });
}

TEST(CbowKernelTest, ADocumentAloneIsAContext) {
  Random random(3);
  CbowBlock block{.centers = {{.target = 3, .begin = 0, .end = 0}},
                  .negatives = {5, 9},
                  .document = 7};
  Matrices actual(20, random);
  Matrices expected = actual;
  CbowScratch scratch;
  CbowUpdate(block, 0.1f, actual.View(true), scratch);
  CbowUpdateReference(block, 0.1f, expected.View(true));
  ExpectSame(actual.documents, expected.documents, "documents");
  ExpectSame(actual.output, expected.output, "output");
}

TEST(CbowKernelTest, ReusedScratchCarriesNothingOver) {
  Random random(4);
  const CbowBlock large = RandomBlock(30, 11, 16, random);
  const CbowBlock small = RandomBlock(3, 2, 3, random);
  CbowScratch used;
  for (size_t d : {24, 90, 5}) {
    Matrices actual(d, random);
    Matrices expected = actual;
    for (const CbowBlock* block : {&large, &small, &small, &large}) {
      CbowScratch fresh;
      CbowUpdate(*block, 0.1f, actual.View(true), used);
      CbowUpdate(*block, 0.1f, expected.View(true), fresh);
    }
    EXPECT_EQ(actual.input.Dense(), expected.input.Dense());
    EXPECT_EQ(actual.output.Dense(), expected.output.Dense());
    EXPECT_EQ(actual.documents.Dense(), expected.documents.Dense());
  }
}

TEST(CbowKernelTest, LargeLogitsStayFinite) {
  EmbeddingMatrix input(1, 8), output(2, 8);
  for (size_t i = 0; i < 8; ++i) {
    input.Row(0)[i] = 100;
    output.Row(0)[i] = 100;
    output.Row(1)[i] = -100;
  }
  const CbowBlock block{
      .inputs = {0}, .centers = {{0, 0, 1}}, .negatives = {1}};
  CbowScratch scratch;
  CbowUpdate(block, 0.1f, {&input, &output}, scratch);
  for (float x : input.Dense()) EXPECT_NEAR(x, 100, 1e-6);
  for (float x : output.Dense()) EXPECT_TRUE(std::isfinite(x));
}

TEST(CbowKernelTest, NamesItsTarget) {
  EXPECT_TRUE(std::string(CbowTargetName()).starts_with("AVX"));
}

}  // namespace
}  // namespace customer2vec
