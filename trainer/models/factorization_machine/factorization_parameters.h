// The parameters of a factorisation machine and one step of learning: a
// customer's side, some items, and how much each item's score should rise.
//
//   FactorizationParameters parameters(shape, random);
//   StepScratch scratch;
//   parameters.Describe(features, scratch);              // the query vector
//   float score = parameters.ScoreOf(item, values, repeat, scratch);
//   parameters.Push(item, values, repeat, gradient, rates, scratch);
//   parameters.Finish(features, rates, scratch);         // the customer's side
//
//   score = q . (v_i + sum of the item's value vectors) + b_i
//           + w_i (repeat_weight + repeat_i),   q = sum_f x_f v_f
//
// (Rendle 2010, equation 1; pairs within the customer's side are the same for
// all items, pairs within the item's side are part of b_i.) Steps are Adagrad's
// (Duchi et al. 2011), with one sum of squares a vector. Threads may step at
// once on rows that they share (Hogwild).

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_PARAMETERS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_PARAMETERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/factors/factor_matrix.h"
#include "core/servables/factorization_features.h"
#include "trainer/models/als/factor_anchors.h"

namespace customer2vec {

struct FactorizationShape {
  size_t factors = 0;
  size_t items = 0;
  size_t values = 0;    // of the items' attributes
  size_t features = 0;  // of the customer's side
};

struct FactorizationRates {
  float learning_rate = 0;
  float regularization = 0;
};

// Vectors that are learned, with Adagrad's sum of mean squares a row.
struct LearnedRows {
  FactorMatrix rows;
  std::vector<float> squares;
  FactorAnchors anchors;

  LearnedRows(size_t count, size_t dimension)
      : rows(count, dimension), squares(count) {}

  // Moves the rows that are not zero in `start`, a prefix of them, there, and
  // keeps them within max_move of it, a share of their length.
  void Start(std::span<const float> start, float max_move) {
    StartRows(start, rows);
    anchors = {start, rows.rows(), rows.dimension(), max_move};
  }
};

struct LearnedNumbers {
  std::vector<float> numbers, squares;
  NumberAnchors anchors;

  explicit LearnedNumbers(size_t count) : numbers(count), squares(count) {}

  // The same, of one number a row.
  void Start(std::span<const float> start, float max_move) {
    std::ranges::copy(start, numbers.begin());
    anchors = {start, max_move};
  }
};

// Of one example: the customer's side as a vector, and its gradient so far.
struct StepScratch {
  std::vector<float> query, gradient, item;
};

class FactorizationParameters {
 public:
  // Small random vectors, numbers at 0.
  FactorizationParameters(const FactorizationShape& shape, Random random);

  // query = sum of value * row; the gradient becomes 0.
  void Describe(std::span<const Feature> features, StepScratch& scratch) const;

  // `values`: rows of the item's attribute values. `repeat`: w_i. Leaves the
  // item's vector in scratch.item.
  float ScoreOf(uint32_t item, std::span<const uint32_t> values, float repeat,
                StepScratch& scratch) const;

  // Ascends `up` * score - regularization / 2 |parameters|^2 in the item's
  // parameters, and adds to the gradient of the query.
  void Push(uint32_t item, std::span<const uint32_t> values, float repeat,
            float up, const FactorizationRates& rates, StepScratch& scratch);

  // Moves the features' rows by the gradient gathered since Describe().
  void Finish(std::span<const Feature> features,
              const FactorizationRates& rates, const StepScratch& scratch);

  LearnedRows items, values, features;
  LearnedNumbers biases, repeats;
  LearnedNumbers repeat_weight;  // one
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_PARAMETERS_H_
