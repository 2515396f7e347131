// The space of a matrix factorisation: item vectors in one role, customer
// vectors beside them, and histories folded in.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const LatentFactorSpace> space,
//                        LatentFactorSpace::Create("als", arrays, counts,
//                                                  popularity_weight,
//                                                  settings));
//   space->Encode(Scoring::kNext, history, query);   // exact fold-in
//   space->Explain(history, item, &contributions);
//
//   similar(query, item) = query . y_item / |y_item|
//   next(query, item)    = query . y_item + bias_item + popularity_weight * log
//   p
//
// For `next` a history is folded in (fold_in.h); for `similar` it is the mean
// of its items' vectors at unit length, brought to unit length again. Both
// searches compare every allowed item.
//
// Immutable, safe for concurrent use. Arrays outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_SPACE_H_
#define CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/factors/factor_matrix.h"
#include "core/index/flat_index.h"
#include "core/servables/fold_in.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Row-major arrays of `factors` columns. items^T items is diagonal.
struct LatentFactorArrays {
  size_t factors = 0;
  std::span<const float> items;      // by item row
  std::span<const float> customers;  // by customer row, or empty
  std::span<const float> biases;     // by item row, or empty
};

class LatentFactorSpace final : public Space {
 public:
  // `basket_counts` is by item row, for at least the rows of `items`.
  // INVALID_ARGUMENT when arrays do not fit each other or a number is not
  // finite, or a setting is out of its range (see FoldInSpec).
  static absl::StatusOr<std::unique_ptr<const LatentFactorSpace>> Create(
      std::string name, const LatentFactorArrays& arrays,
      std::span<const uint32_t> basket_counts, float popularity_weight,
      const FoldInSettings& settings);

  size_t dimension() const override { return arrays_.factors; }
  size_t item_count() const override {
    return arrays_.items.size() / arrays_.factors;
  }
  size_t customer_count() const override {
    return arrays_.customers.size() / arrays_.factors;
  }

  std::span<const float> ItemVector(VectorRole role,
                                    uint32_t item) const override;
  std::span<const float> CustomerVector(uint32_t customer) const override;

  bool Encode(Scoring scoring, std::span<const HistoryEvent> history,
              std::span<float> query) const override;
  void Search(Scoring scoring, std::span<const float> query,
              const SearchOptions& options,
              std::vector<ScoredItem>* top) const override;
  float Score(Scoring scoring, std::span<const float> query,
              uint32_t item) const override;

  // What each item of the history adds to `next` of `item`, without bias and
  // popularity; see FoldIn::Explain(). REQUIRES: item < item_count().
  void Explain(std::span<const HistoryEvent> history, uint32_t item,
               std::vector<ScoreContribution>* contributions) const;

 private:
  LatentFactorSpace(std::string name, const LatentFactorArrays& arrays)
      : Space(std::move(name)), arrays_(arrays) {}

  VectorSet similar() const {
    return {arrays_.items, arrays_.factors, inverse_norms_, {}};
  }
  VectorSet next() const {
    return {arrays_.items, arrays_.factors, {}, priors_};
  }
  bool EncodeSimilar(std::span<const HistoryEvent> history,
                     std::span<float> query) const;

  LatentFactorArrays arrays_;
  std::vector<float> inverse_norms_;
  std::vector<float> priors_;           // bias + popularity_weight * log p
  std::optional<FactorMatrix> padded_;  // where rows are no whole vectors
  std::optional<FoldIn> fold_in_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_LATENT_FACTOR_SPACE_H_
