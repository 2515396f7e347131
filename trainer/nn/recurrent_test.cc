#include "trainer/nn/recurrent.h"

#include <gtest/gtest.h>

#include "core/nn/allocation_count.h"
#include "core/nn/nn_test_util.h"
#include "trainer/nn/gradient_check.h"
#include "trainer/nn/parameters.h"

namespace customer2vec::nn {
namespace {

constexpr size_t kInputs = 3;
constexpr size_t kHidden = 4;
// One of one event, one of none, and two of one length.
const std::vector<uint32_t> kLengths = {2, 4, 1, 0, 4};
constexpr size_t kEvents = 11;

TEST(SequenceBatchTest, StepsHoldTheLongestFirst) {
  SequenceBatch batch;
  batch.Assign(kLengths);
  EXPECT_EQ(batch.sequences(), 5);
  EXPECT_EQ(batch.steps(), 4);
  EXPECT_EQ(batch.rows(), kEvents);
  EXPECT_EQ(batch.StepSize(0), 4);
  EXPECT_EQ(batch.StepSize(1), 3);
  EXPECT_EQ(batch.StepSize(3), 2);
  EXPECT_EQ(batch.StepBegin(2), 7);
  EXPECT_EQ(batch.RowOf(1, 0), 0);
  EXPECT_EQ(batch.RowOf(4, 0), 1);
  EXPECT_EQ(batch.RowOf(0, 1), 6);
  EXPECT_EQ(batch.RowOf(2, 0), 3);
  EXPECT_EQ(batch.RowOf(4, 3), 10);
}

TEST(SequenceBatchTest, NoSequencesHaveNoSteps) {
  SequenceBatch batch;
  EXPECT_EQ(batch.rows(), 0);
  batch.Assign(kLengths);
  batch.Assign({});
  EXPECT_EQ(batch.steps(), 0);
  EXPECT_EQ(batch.rows(), 0);
}

// What both cells are to the tests.
struct Gru {
  using Parameters = GruParameters;

  template <typename T>
  static GruTape<T> Forward(const Parameters& cell,
                            const AlignedVector<T>& values,
                            const SequenceBatch& batch, MatrixView<T> x,
                            Workspace<T>& workspace) {
    return GruForward(cell.In<const T>(values), batch, x, workspace);
  }
  template <typename T>
  static void Backward(const Parameters& cell, const AlignedVector<T>& values,
                       const SequenceBatch& batch, MatrixView<T> x,
                       const GruTape<T>& tape, MatrixView<T> dstates,
                       Workspace<T>& workspace, AlignedVector<T>& gradient,
                       MatrixView<T> dx) {
    GruBackward(cell.In<const T>(values), batch, x, tape, dstates, workspace,
                cell.In<T>(gradient), dx);
  }
  static void Update(const Parameters& cell, const AlignedVector<float>& values,
                     std::span<const float> x, std::span<float> /*memory*/,
                     std::span<float> state) {
    std::vector<float> scratch(GruScratch(kHidden));
    GruUpdate<float>(cell.In<const float>(values), x, scratch, state);
  }
};

struct Lstm {
  using Parameters = LstmParameters;

  template <typename T>
  static LstmTape<T> Forward(const Parameters& cell,
                             const AlignedVector<T>& values,
                             const SequenceBatch& batch, MatrixView<T> x,
                             Workspace<T>& workspace) {
    return LstmForward(cell.In<const T>(values), batch, x, workspace);
  }
  template <typename T>
  static void Backward(const Parameters& cell, const AlignedVector<T>& values,
                       const SequenceBatch& batch, MatrixView<T> x,
                       const LstmTape<T>& tape, MatrixView<T> dstates,
                       Workspace<T>& workspace, AlignedVector<T>& gradient,
                       MatrixView<T> dx) {
    LstmBackward(cell.In<const T>(values), batch, x, tape, dstates, workspace,
                 cell.In<T>(gradient), dx);
  }
  static void Update(const Parameters& cell, const AlignedVector<float>& values,
                     std::span<const float> x, std::span<float> memory,
                     std::span<float> state) {
    std::vector<float> scratch(LstmScratch(kHidden));
    LstmUpdate<float>(cell.In<const float>(values), x, scratch, memory, state);
  }
};

template <typename Cell>
class RecurrentTest : public ::testing::Test {
 protected:
  RecurrentTest() : cell_(layout_, "cell", kInputs, kHidden) {
    batch_.Assign(kLengths);
  }

  ParameterLayout layout_;
  typename Cell::Parameters cell_;
  SequenceBatch batch_;
};

using Cells = ::testing::Types<Gru, Lstm>;
TYPED_TEST_SUITE(RecurrentTest, Cells);

TYPED_TEST(RecurrentTest, TheGradientIsThatOfDifferences) {
  Random random(1);
  AlignedVector<double> values =
      RandomNumbers<double>(this->layout_.size(), random);
  Matrix<double> x = RandomMatrix<double>(kEvents, kInputs, random);
  const Matrix<double> above = RandomMatrix<double>(kEvents, kHidden, random);
  Workspace<double> workspace;
  const auto forward = [&] {
    return TypeParam::template Forward<double>(
        this->cell_, values, this->batch_, x.view(), workspace);
  };
  const auto loss = [&] {
    workspace.Reset();
    return InnerProduct(forward().states, above.view());
  };
  AlignedVector<double> gradient(values.size());
  Matrix<double> dstates = above, dx(kEvents, kInputs);
  TypeParam::template Backward<double>(this->cell_, values, this->batch_,
                                       x.view(), forward(), dstates.view(),
                                       workspace, gradient, dx.view());
  ExpectGradient(values, gradient, loss);
  ExpectGradient(x.numbers(), dx.numbers(), loss);
}

TYPED_TEST(RecurrentTest, StatesAreThoseOfSingleUpdates) {
  Random random(2);
  const AlignedVector<float> values =
      RandomNumbers<float>(this->layout_.size(), random);
  Matrix<float> x = RandomMatrix<float>(kEvents, kInputs, random);
  Workspace<float> workspace;
  const auto tape = TypeParam::template Forward<float>(
      this->cell_, values, this->batch_, x.view(), workspace);
  for (size_t sequence = 0; sequence < kLengths.size(); ++sequence) {
    std::vector<float> memory(kHidden), state(kHidden);
    for (size_t step = 0; step < kLengths[sequence]; ++step) {
      const size_t row = this->batch_.RowOf(sequence, step);
      TypeParam::Update(this->cell_, values, x.view().Row(row), memory, state);
      ExpectNear<float>(tape.states.Rows(row, 1),
                        AsRow(std::span<const float>(state)), 1e-5);
    }
  }
}

TYPED_TEST(RecurrentTest, TheSameBatchAgainDoesNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  Random random(3);
  const AlignedVector<float> values =
      RandomNumbers<float>(this->layout_.size(), random);
  AlignedVector<float> gradient(values.size());
  Matrix<float> x(kEvents, kInputs), dstates(kEvents, kHidden);
  Matrix<float> dx(kEvents, kInputs);
  Workspace<float> workspace;
  const auto work = [&] {
    workspace.Reset();
    this->batch_.Assign(kLengths);
    const auto tape = TypeParam::template Forward<float>(
        this->cell_, values, this->batch_, x.view(), workspace);
    TypeParam::template Backward<float>(this->cell_, values, this->batch_,
                                        x.view(), tape, dstates.view(),
                                        workspace, gradient, dx.view());
  };
  work();
  work();
  EXPECT_EQ(AllocationsOf(work), 0);
}

TYPED_TEST(RecurrentTest, NoEventsHaveNoGradient) {
  AlignedVector<double> values(this->layout_.size(), 1);
  AlignedVector<double> gradient(values.size());
  this->batch_.Assign(std::vector<uint32_t>{0, 0});
  Workspace<double> workspace;
  const auto tape = TypeParam::template Forward<double>(
      this->cell_, values, this->batch_, {}, workspace);
  TypeParam::template Backward<double>(this->cell_, values, this->batch_, {},
                                       tape, {}, workspace, gradient, {});
  EXPECT_EQ(gradient, AlignedVector<double>(values.size()));
}

}  // namespace
}  // namespace customer2vec::nn
