// Ways to rank items that nobody has bought yet: anchors that know no more than
// shares of attributes, and whatever a training run learned.
//
//   C2V_ASSIGN_OR_RETURN(
//       std::vector<NamedRanking> rankings,
//       ColdRankings(split, catalogue_tables, servables, {.category =
//       "aisle"}));
//   for (const auto& [name, rank] : rankings) {
//     ColdHitRate(split, 20, seed, rank).mean();
//   }
//
// Rankings keep views of their arguments.

#ifndef CUSTOMER2VEC_BENCH_QUALITY_COLD_RANKINGS_H_
#define CUSTOMER2VEC_BENCH_QUALITY_COLD_RANKINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/servable_set.h"
#include "core/tables/tables.h"
#include "trainer/evaluation/cold_items.h"

namespace customer2vec::bench {

struct NamedRanking {
  std::string name;
  ColdRanking rank;
};

// Attributes that the anchors go by.
struct ColdAnchors {
  std::string category = "aisle";
  std::string type = "product_type";
  std::string maker = "manufacturer";
};

// "random"; "category_popularity", "own_category", "own_type_and_maker"; then
// every scorer by its name, and every space as "<name>_similar" and
// "<name>_next". `tables` and `servables` are those of split.training.
// INVALID_ARGUMENT for an attribute that the catalogue lacks.
absl::StatusOr<std::vector<NamedRanking>> ColdRankings(
    const ColdSplit& split, const Tables& tables, const ServableSet& servables,
    const ColdAnchors& anchors);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_COLD_RANKINGS_H_
