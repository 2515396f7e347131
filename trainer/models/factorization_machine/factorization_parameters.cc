#include "trainer/models/factorization_machine/factorization_parameters.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

// Vectors start as normal numbers of this deviation.
constexpr double kStart = 0.01;
// Adagrad's sums start here, so that first steps are not wild.
constexpr float kFirstSquare = 1e-3f;

void FillNormal(Random& random, LearnedRows& learned) {
  for (size_t row = 0; row < learned.rows.rows(); ++row) {
    for (float& x :
         std::span(learned.rows.Row(row), learned.rows.dimension())) {
      x = static_cast<float>(kStart * random.Normal());
    }
  }
  std::ranges::fill(learned.squares, kFirstSquare);
}

void AddScaled(float factor, const float* from, std::span<float> to) {
  for (size_t j = 0; j < to.size(); ++j) to[j] += factor * from[j];
}

float DotOf(std::span<const float> a, std::span<const float> b) {
  float sum = 0;
  for (size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

// Moves a row along factor * direction - regularization * row.
void MoveRow(float factor, std::span<const float> direction,
             const FactorizationRates& rates, size_t row,
             LearnedRows& learned) {
  float* x = learned.rows.Row(row);
  float squares = 0;
  for (size_t j = 0; j < direction.size(); ++j) {
    const float g = factor * direction[j] - rates.regularization * x[j];
    squares += g * g;
  }
  learned.squares[row] += squares / static_cast<float>(direction.size());
  const float rate = rates.learning_rate / std::sqrt(learned.squares[row]);
  for (size_t j = 0; j < direction.size(); ++j) {
    x[j] += rate * (factor * direction[j] - rates.regularization * x[j]);
  }
  learned.anchors.HoldRow(row, learned.rows);
}

void MoveNumber(float gradient, float regularization, float learning_rate,
                size_t i, LearnedNumbers& learned) {
  const float g = gradient - regularization * learned.numbers[i];
  learned.squares[i] += g * g;
  learned.numbers[i] += learning_rate / std::sqrt(learned.squares[i]) * g;
  learned.anchors.Hold(i, learned.numbers[i]);
}

}  // namespace

FactorizationParameters::FactorizationParameters(
    const FactorizationShape& shape, Random random)
    : items(shape.items, shape.factors),
      values(shape.values, shape.factors),
      features(shape.features, shape.factors),
      biases(shape.items),
      repeats(shape.items),
      repeat_weight(1) {
  for (LearnedRows* learned : {&items, &values, &features}) {
    FillNormal(random, *learned);
  }
  for (LearnedNumbers* learned : {&biases, &repeats, &repeat_weight}) {
    std::ranges::fill(learned->squares, kFirstSquare);
  }
}

void FactorizationParameters::Describe(std::span<const Feature> own,
                                       StepScratch& scratch) const {
  scratch.query.assign(features.rows.stride(), 0.0f);
  scratch.gradient.assign(features.rows.stride(), 0.0f);
  for (const Feature& feature : own) {
    AddScaled(feature.value, features.rows.Row(feature.row), scratch.query);
  }
}

float FactorizationParameters::ScoreOf(uint32_t item,
                                       std::span<const uint32_t> own,
                                       float repeat,
                                       StepScratch& scratch) const {
  const float* row = items.rows.Row(item);
  scratch.item.assign(row, row + items.rows.stride());
  for (const uint32_t value : own) {
    AddScaled(1, values.rows.Row(value), scratch.item);
  }
  return DotOf(scratch.query, scratch.item) + biases.numbers[item] +
         repeat * (repeat_weight.numbers[0] + repeats.numbers[item]);
}

void FactorizationParameters::Push(uint32_t item, std::span<const uint32_t> own,
                                   float repeat, float up,
                                   const FactorizationRates& rates,
                                   StepScratch& scratch) {
  const float* row = items.rows.Row(item);
  AddScaled(up, row, scratch.gradient);
  for (const uint32_t value : own) {
    AddScaled(up, values.rows.Row(value), scratch.gradient);
  }
  MoveRow(up, scratch.query, rates, item, items);
  for (const uint32_t value : own) {
    MoveRow(up, scratch.query, rates, value, values);
  }
  MoveNumber(up, rates.regularization, rates.learning_rate, item, biases);
  if (repeat == 0) return;
  MoveNumber(up * repeat, rates.regularization, rates.learning_rate, item,
             repeats);
  MoveNumber(up * repeat, 0, rates.learning_rate, 0, repeat_weight);
}

void FactorizationParameters::Finish(std::span<const Feature> own,
                                     const FactorizationRates& rates,
                                     const StepScratch& scratch) {
  for (const Feature& feature : own) {
    MoveRow(feature.value, scratch.gradient, rates, feature.row, features);
  }
}

}  // namespace customer2vec
