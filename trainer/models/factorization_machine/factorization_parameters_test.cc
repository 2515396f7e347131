#include "trainer/models/factorization_machine/factorization_parameters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

constexpr FactorizationShape kShape{
    .factors = 5, .items = 3, .values = 4, .features = 6};
const std::vector<Feature> kFeatures = {
    {.row = 1, .value = 0.5f}, {.row = 4, .value = -2}, {.row = 5, .value = 1}};
const std::vector<uint32_t> kValues = {0, 3};
constexpr uint32_t kItem = 2;
constexpr float kRepeat = 0.7f;

// Large vectors, and sums of squares so large that every step has one rate.
FactorizationParameters Parameters() {
  FactorizationParameters parameters(kShape, Random(1));
  Random random(2);
  for (LearnedRows* learned :
       {&parameters.items, &parameters.values, &parameters.features}) {
    for (size_t row = 0; row < learned->rows.rows(); ++row) {
      for (size_t j = 0; j < kShape.factors; ++j) {
        learned->rows.Row(row)[j] = static_cast<float>(0.5 * random.Normal());
      }
    }
    std::ranges::fill(learned->squares, 1e6f);
  }
  for (LearnedNumbers* learned :
       {&parameters.biases, &parameters.repeats, &parameters.repeat_weight}) {
    for (float& number : learned->numbers) {
      number = static_cast<float>(random.Normal());
    }
    std::ranges::fill(learned->squares, 1e6f);
  }
  return parameters;
}

double ScoreOf(const FactorizationParameters& p) {
  double score =
      p.biases.numbers[kItem] +
      kRepeat * (p.repeat_weight.numbers[0] + p.repeats.numbers[kItem]);
  for (size_t j = 0; j < kShape.factors; ++j) {
    double query = 0, item = p.items.rows.Row(kItem)[j];
    for (const Feature& f : kFeatures) {
      query += double{f.value} * p.features.rows.Row(f.row)[j];
    }
    for (const uint32_t value : kValues) item += p.values.rows.Row(value)[j];
    score += query * item;
  }
  return score;
}

// Every parameter, in one order.
std::vector<float*> AllOf(FactorizationParameters& p) {
  std::vector<float*> all;
  for (LearnedRows* learned : {&p.items, &p.values, &p.features}) {
    for (size_t row = 0; row < learned->rows.rows(); ++row) {
      for (size_t j = 0; j < kShape.factors; ++j) {
        all.push_back(&learned->rows.Row(row)[j]);
      }
    }
  }
  for (LearnedNumbers* learned : {&p.biases, &p.repeats, &p.repeat_weight}) {
    for (float& number : learned->numbers) all.push_back(&number);
  }
  return all;
}

TEST(FactorizationParameters, ScoreIsTheFormula) {
  FactorizationParameters parameters = Parameters();
  StepScratch scratch;
  parameters.Describe(kFeatures, scratch);
  EXPECT_NEAR(parameters.ScoreOf(kItem, kValues, kRepeat, scratch),
              ScoreOf(parameters), 1e-5);
}

TEST(FactorizationParameters, StepsAlongTheNumericalGradient) {
  for (const float up : {1.0f, -0.4f}) {
    FactorizationParameters before = Parameters(), after = Parameters();
    StepScratch scratch;
    const FactorizationRates rates{.learning_rate = 1};  // 1e-3 by the squares
    after.Describe(kFeatures, scratch);
    after.Push(kItem, kValues, kRepeat, up, rates, scratch);
    after.Finish(kFeatures, rates, scratch);
    const std::vector<float*> values = AllOf(before), moved = AllOf(after);
    constexpr float kStep = 1.0f / 64;
    for (size_t i = 0; i < values.size(); ++i) {
      const float value = *values[i];
      *values[i] = value + kStep;
      const double above = ScoreOf(before);
      *values[i] = value - kStep;
      const double below = ScoreOf(before);
      *values[i] = value;
      EXPECT_NEAR((double{*moved[i]} - value) * 1e3,
                  up * (above - below) / (2 * kStep), 2e-3)
          << "parameter " << i;
    }
  }
}

TEST(FactorizationParameters, RegularizationShrinksWhatIsTouched) {
  FactorizationParameters before = Parameters(), after = Parameters();
  StepScratch scratch;
  const FactorizationRates rates{.learning_rate = 1, .regularization = 2};
  after.Describe(kFeatures, scratch);
  after.Push(kItem, kValues, kRepeat, 0, rates, scratch);
  after.Finish(kFeatures, rates, scratch);
  const auto shrunk = [&](const LearnedRows& now, const LearnedRows& was,
                          size_t row) {
    return now.rows.Row(row)[0] / was.rows.Row(row)[0];
  };
  EXPECT_NEAR(shrunk(after.items, before.items, kItem), 1 - 2e-3, 1e-4);
  EXPECT_NEAR(shrunk(after.values, before.values, 3), 1 - 2e-3, 1e-4);
  EXPECT_NEAR(shrunk(after.features, before.features, 4), 1 - 2e-3, 1e-4);
  EXPECT_EQ(shrunk(after.items, before.items, 0), 1);
  EXPECT_EQ(shrunk(after.features, before.features, 0), 1);
  // How much repeats weigh is not held back.
  EXPECT_EQ(after.repeat_weight.numbers[0], before.repeat_weight.numbers[0]);
}

}  // namespace
}  // namespace customer2vec
