// GRU and LSTM against plain loops over the formulas of their headers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/nn/allocation_count.h"
#include "core/nn/gru.h"
#include "core/nn/lstm.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

constexpr size_t kInputs = 5;
constexpr size_t kHidden = 7;
constexpr size_t kSequences = 3;
constexpr size_t kSteps = 4;

// Weights that own their memory.
struct Arrays {
  Arrays(size_t gates, uint64_t seed) {
    Random random(seed);
    input = RandomMatrix<float>(gates * kHidden, kInputs, random);
    recurrent = RandomMatrix<float>(gates * kHidden, kHidden, random);
    bias = RandomNumbers<float>(gates * kHidden, random);
    recurrent_bias = RandomNumbers<float>(gates * kHidden, random);
  }

  // W x + b of gate row g.
  double Input(size_t g, std::span<const float> x) const {
    return PlainDot<float>(input.view(), g, x) + bias[g];
  }
  double Recurrent(size_t g, std::span<const float> h) const {
    return PlainDot<float>(recurrent.view(), g, h);
  }
  GruWeights<const float> gru() const {
    return {input.view(), recurrent.view(), bias, recurrent_bias};
  }
  LstmWeights<const float> lstm() const {
    return {input.view(), recurrent.view(), bias};
  }

  Matrix<float> input, recurrent;
  AlignedVector<float> bias, recurrent_bias;
};

// One event after another into `h`, and `c` of an LSTM.
using State = std::vector<float>;

void PlainGru(const Arrays& w, std::span<const float> x, State& h) {
  State next(kHidden);
  for (size_t j = 0; j < kHidden; ++j) {
    const auto from_state = [&](size_t gate) {
      const size_t g = gate * kHidden + j;
      return w.Recurrent(g, h) + w.recurrent_bias[g];
    };
    const double r = PlainSigmoid(w.Input(j, x) + from_state(0));
    const double z = PlainSigmoid(w.Input(kHidden + j, x) + from_state(1));
    const double n = std::tanh(w.Input(2 * kHidden + j, x) + r * from_state(2));
    next[j] = static_cast<float>((1 - z) * n + z * h[j]);
  }
  h = next;
}

void PlainLstm(const Arrays& w, std::span<const float> x, State& c, State& h) {
  State next_h(kHidden), next_c(kHidden);
  for (size_t j = 0; j < kHidden; ++j) {
    const auto gate = [&](size_t gate) {
      const size_t g = gate * kHidden + j;
      return w.Input(g, x) + w.Recurrent(g, h);
    };
    const double cell = PlainSigmoid(gate(1)) * c[j] +
                        PlainSigmoid(gate(0)) * std::tanh(gate(2));
    next_c[j] = static_cast<float>(cell);
    next_h[j] = static_cast<float>(PlainSigmoid(gate(3)) * std::tanh(cell));
  }
  c = next_c;
  h = next_h;
}

// Events of each step: kSequences x kInputs.
std::vector<Matrix<float>> Events() {
  Random random(9);
  std::vector<Matrix<float>> events;
  for (size_t t = 0; t < kSteps; ++t) {
    events.push_back(RandomMatrix<float>(kSequences, kInputs, random));
  }
  return events;
}

void ExpectState(std::span<const float> actual, const State& expected) {
  for (size_t j = 0; j < kHidden; ++j) {
    EXPECT_NEAR(actual[j], expected[j], 1e-5);
  }
}

TEST(GruTest, ABatchAndSingleUpdatesAreAsPlainLoops) {
  const Arrays w(kGruGates, 1);
  const std::vector<Matrix<float>> events = Events();
  Matrix<float> batch(kSequences, kHidden);
  Matrix<float> gates(kSequences, kGruGates * kHidden);
  Matrix<float> recurrent(kSequences, kGruGates * kHidden);
  std::vector<State> plain(kSequences, State(kHidden));
  std::vector<State> single = plain;
  std::vector<float> scratch(GruScratch(kHidden));
  for (const Matrix<float>& x : events) {
    GruInputGates(w.gru(), x.view(), gates.view());
    GruStep(w.gru(), batch.view(), gates.view(), recurrent.view(),
            batch.view());
    for (size_t i = 0; i < kSequences; ++i) {
      PlainGru(w, x.view().Row(i), plain[i]);
      GruUpdate<float>(w.gru(), x.view().Row(i), scratch, single[i]);
      ExpectState(batch.view().Row(i), plain[i]);
      ExpectState(single[i], plain[i]);
    }
  }
}

TEST(LstmTest, ABatchAndSingleUpdatesAreAsPlainLoops) {
  const Arrays w(kLstmGates, 2);
  const std::vector<Matrix<float>> events = Events();
  Matrix<float> batch(kSequences, kHidden), cells(kSequences, kHidden);
  Matrix<float> gates(kSequences, kLstmGates * kHidden);
  std::vector<State> plain(kSequences, State(kHidden)), plain_cells = plain;
  std::vector<State> single = plain, single_cells = plain;
  std::vector<float> scratch(LstmScratch(kHidden));
  for (const Matrix<float>& x : events) {
    LstmInputGates(w.lstm(), x.view(), gates.view());
    LstmStep(w.lstm(), cells.view(), batch.view(), gates.view(), cells.view(),
             batch.view());
    for (size_t i = 0; i < kSequences; ++i) {
      PlainLstm(w, x.view().Row(i), plain_cells[i], plain[i]);
      LstmUpdate<float>(w.lstm(), x.view().Row(i), scratch, single_cells[i],
                        single[i]);
      ExpectState(batch.view().Row(i), plain[i]);
      ExpectState(cells.view().Row(i), plain_cells[i]);
      ExpectState(single[i], plain[i]);
    }
  }
}

TEST(RecurrentTest, UpdatesDoNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  const Arrays gru(kGruGates, 3), lstm(kLstmGates, 3);
  std::vector<float> scratch(
      std::max(GruScratch(kHidden), LstmScratch(kHidden)));
  State state(kHidden), cell(kHidden);
  const State x(kInputs, 1);
  EXPECT_EQ(AllocationsOf([&] {
              GruUpdate<float>(gru.gru(), x, scratch, state);
              LstmUpdate<float>(lstm.lstm(), x, scratch, cell, state);
            }),
            0);
}

TEST(RecurrentTest, ShapesThatDoNotFitAreNamed) {
  const Arrays gru(kGruGates, 4), lstm(kLstmGates, 4);
  EXPECT_THAT(CheckGru(gru.gru(), kInputs, kHidden, "rnn.gru"), IsOk());
  EXPECT_THAT(CheckLstm(lstm.lstm(), kInputs, kHidden, "rnn.lstm"), IsOk());
  EXPECT_THAT(CheckGru(gru.gru(), 6, kHidden, "rnn.gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "rnn.gru.input is 21 x 5, wanted is 21 x 6"));
  EXPECT_THAT(CheckLstm(lstm.lstm(), kInputs, 6, "rnn.lstm"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "rnn.lstm.input is 28 x 5, wanted is 24 x 5"));
  GruWeights<const float> short_bias = gru.gru();
  short_bias.recurrent_bias = short_bias.recurrent_bias.first(20);
  EXPECT_THAT(CheckGru(short_bias, kInputs, kHidden, "rnn.gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "rnn.gru.recurrent_bias is 1 x 20, wanted is 1 x 21"));
}

}  // namespace
}  // namespace customer2vec::nn
