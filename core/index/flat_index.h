// The exact index: compares the query with every allowed row.
//
//   const FlatIndex index(vectors);
//   std::vector<ScoredItem> top;
//   index.Search(query, {.k = 20}, &top);
//
// O(rows * dimension) a search. Up to some ten thousand rows it is as fast as a
// graph, and it is what a graph's recall is measured against. A view over
// `vectors`, which outlive it; thread-safe.

#ifndef CUSTOMER2VEC_CORE_INDEX_FLAT_INDEX_H_
#define CUSTOMER2VEC_CORE_INDEX_FLAT_INDEX_H_

#include <span>
#include <vector>

#include "core/index/vector_index.h"

namespace customer2vec {

class FlatIndex : public VectorIndex {
 public:
  explicit FlatIndex(const VectorSet& vectors) : vectors_(vectors) {}

  void Search(std::span<const float> query, const SearchOptions& options,
              std::vector<ScoredItem>* top) const override;

 private:
  VectorSet vectors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_FLAT_INDEX_H_
