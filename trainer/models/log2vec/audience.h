// Items as the customers who took them: what lets a space of customers answer
// for items.
//
//   const Audience audience = AudienceOf(customers, dimension, histories,
//   items); audience.input[7 * dimension];  // mean of those who took item 7
//
// With c(u) the vector of customer u brought to length 1, less the mean of all
// of them, and T(i) those who took item i:
//
//   customers  c(u)
//   input      sum over T(i) of c(u) / (|T(i)| + 5): a few customers say little
//   output     S^-1 input, S the covariance of c(u) with a tenth of its mean
//              variance added to the diagonal
//
// output . c(u) + log p is then, up to a constant of the item, the logarithm of
// the probability that u takes i, if those who take an item lie normally around
// its mean: linear discriminant analysis (Fisher 1936). A customer without a
// vector (zero, or without numbers) has none here either, an item that nobody
// with a vector took has zeros.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_AUDIENCE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_AUDIENCE_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/history/customer_histories.h"

namespace customer2vec {

// Row-major vectors.
struct Audience {
  std::vector<float> customers;  // by customer row
  std::vector<float> input;      // by item row
  std::vector<float> output;     // by item row
};

// `customers` is by customer row of `histories`; items are rows [0,
// item_count). Pure; thread-safe. O(history entries * dimension + dimension^3).
Audience AudienceOf(std::span<const float> customers, size_t dimension,
                    const CustomerHistories& histories, size_t item_count);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOG2VEC_AUDIENCE_H_
