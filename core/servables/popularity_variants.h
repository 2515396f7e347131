// Popularity that forgets, and popularity within the categories at hand.
//
//   RecentPopularityScorer recent("recent", weights);
//   CategoryPopularityScorer by_type("by_type", tables.catalogue, attribute,
//                                    std::move(weights), tables.histories);
//   by_type.Rank({.events = session}, {.k = 20}, &top);
//
//   recent       score(i) = weight(i)
//   by category  score(i) = share of the query's events in the category of i
//                           * weight(i) / sum of weights of that category
//
// A query without events, or whose items have no category, gets `recent`. A
// weight is an item's share of all baskets, or such a share decayed by age; an
// item without a category is ranked by `recent` only. Immutable, safe for
// concurrent use; views outlive them.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_VARIANTS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_VARIANTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/catalogue/catalogue.h"
#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

class RecentPopularityScorer final : public Scorer {
 public:
  // `weights` by item row, finite and at least 0.
  RecentPopularityScorer(std::string name, std::vector<float> weights);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

  std::span<const float> weights() const { return weights_; }
  // Rows, the heaviest first.
  std::span<const uint32_t> rows() const { return rows_; }

 private:
  std::vector<float> weights_;
  std::vector<uint32_t> rows_;
};

class CategoryPopularityScorer final : public Scorer {
 public:
  // `attribute` is a category of the catalogue; weights as above.
  CategoryPopularityScorer(std::string name, const Catalogue& catalogue,
                           size_t attribute, std::vector<float> weights,
                           const CustomerHistories& histories);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  struct CategoryShare {
    uint32_t category;
    float share;  // of the query
  };

  // Shares of the query's categories; empty where it has none.
  void SharesOf(const ScorerQuery& query,
                std::vector<CategoryShare>* shares) const;

  const Catalogue& catalogue_;
  size_t attribute_;
  RecentPopularityScorer everything_;
  CustomerHistories histories_;
  // By category: rows [offsets_[c], offsets_[c + 1]), the heaviest first.
  std::vector<uint64_t> offsets_ = {0};
  std::vector<uint32_t> rows_;
  std::vector<double> totals_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_VARIANTS_H_
