// What an earlier factorisation machine knew, as the start of this run's
// parameters.
//
//   C2V_ASSIGN_OR_RETURN(
//       const FactorizationStart start,
//       EarlierFactorization(earlier, features, catalogue));
//   const SplitRows items =
//       SplitSums(start.items, factors, values_of_item, value_count);
//
// A snapshot holds items and customers as what is served: their own vectors
// with those of their attribute values, summed. Of all ways to take a sum apart
// the start has that of least squares,
//
//   min  sum_i |own_i|^2 + sum_v |shared_v|^2,   own_i + sum_v(i) shared_v =
//   sum_i
//
// which is where regularisation pulls to, and where a new item or customer
// finds most in the values that it shares; the sums are what they were.
// (Backfitting: Friedman and Stuetzle 1981.) Adagrad's sums of squares are not
// published and begin anew.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_START_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_START_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/servables/factorization_features.h"
#include "trainer/models/earlier_model.h"

namespace customer2vec {

// Rows of this run, of factors numbers; zeros where the earlier model had none.
struct FactorizationStart {
  std::vector<float> items;      // with the values of their attributes
  std::vector<float> features;   // rows of FactorizationFeatures
  std::vector<float> customers;  // with the values of their attributes
  std::vector<float> biases;     // by item
  std::vector<float> repeats;    // by item
  float repeat_weight = 0;
  // How far anything that is not zero may end from where it was, as a share of
  // its length or size there.
  float max_move = std::numeric_limits<float>::infinity();
};

// Of items [0, features.item_count()), and attributes of `catalogue` found
// again by name and value. DATA_LOSS when the earlier files do not fit
// together. REQUIRES: the earlier model is a factorisation machine of as many
// factors.
absl::StatusOr<FactorizationStart> EarlierFactorization(
    const EarlierModel& earlier, const FactorizationFeatures& features,
    const Catalogue& catalogue);

struct SplitRows {
  std::vector<float> own;     // a row each sum
  std::vector<float> shared;  // shared_count rows
};

// `shared_of` has the shared rows in each sum, or is empty: nothing is shared.
// Sums that are zero stay out of it, and their own rows are zero.
SplitRows SplitSums(std::span<const float> sums, size_t dimension,
                    std::span<const std::vector<uint32_t>> shared_of,
                    size_t shared_count);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_FACTORIZATION_START_H_
